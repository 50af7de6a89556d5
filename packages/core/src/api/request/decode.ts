import { fromWire, snakeCase, withoutPrototypeKeys } from './wire.ts'

/** The building blocks of `decoders.ts`. They return `undefined` for anything unexpected. */
export type { FromWire } from './reader.ts'

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isText = (value: unknown): value is string => typeof value === 'string'

export const isTextOrNone = (value: unknown): value is string | null | undefined =>
  value == null || typeof value === 'string'

/** Counts an optional field. */
export const given = (value: unknown): 0 | 1 => (value === undefined ? 0 : 1)

/** Contents whose keys belong to the customer. They stay unchanged, except for keys that must be removed. */
export function ownData(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  for (const key in value) {
    const item: unknown = (value as Record<string, unknown>)[key]
    if ((typeof item === 'object' && item !== null) || key === '__proto__')
      return withoutPrototypeKeys(value, depth)
  }
  return value
}

/**
 * Adds the unknown fields of the wire, with our names, to a value with the known fields.
 *
 * @param count How many of the known fields are on the wire. Counting is cheaper than comparing every name.
 * @returns `undefined` if two fields on the wire have the same name.
 */
export function withRest<T extends object>(
  value: T,
  wire: Record<string, unknown>,
  count: number,
  depth: number,
): T | undefined {
  let sent = 0
  // Allocates no array, unlike `Object.keys`. An extended prototype only causes the slow path.
  for (const _ in wire) sent++
  if (sent === count) return value
  const names = Object.keys(value).map(snakeCase)
  const others = Object.entries(wire).filter(([key]) => !names.includes(key))
  const rest = fromWire(Object.fromEntries(others), depth) as object
  return Object.keys(rest).some((key) => key in value) ? undefined : Object.assign(value, rest)
}
