/** Marks our errors with their class, for every copy of this package. */
export const BRAND = Symbol.for('latchkey.error')

/**
 * Whether the value is an error of this class, created by any copy of the package. An app can load two copies (one in a bundle
 * and one in `node_modules`, or one ESM and one CommonJS), and `instanceof` must work across them.
 */
export function isBranded(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && (value as { [BRAND]?: unknown })[BRAND] === name
}
