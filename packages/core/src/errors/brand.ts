/** Says what an error of ours is, to any copy of this package. */
export const BRAND = Symbol.for('latchkey.error')

/**
 * Whether the value is an error of that class, made by this copy of the package or by another: an app can end up
 * with two (one in a bundle, one in `node_modules`; one ESM, one CommonJS), and `instanceof` has to hold across them.
 */
export function isBranded(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && (value as { [BRAND]?: unknown })[BRAND] === name
}
