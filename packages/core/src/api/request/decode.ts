import { fromWire, snakeCase, withoutPrototypeKeys } from './wire.ts'

/** What the decoders of `decoders.ts` are made of. They give `undefined` for whatever is not as it should be. */
export type { FromWire } from './reader.ts'

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isText = (value: unknown): value is string => typeof value === 'string'

export const isTextOrNone = (value: unknown): value is string | null | undefined =>
  value == null || typeof value === 'string'

/** Counts a field that may be missing. */
export const given = (value: unknown): 0 | 1 => (value === undefined ? 0 : 1)

/** Contents whose names are the customer's. They are as they came, where nothing has to be taken out. */
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
 * Adds to a value made of the known fields what else the wire has, in our names.
 *
 * @param count How many of the known fields the wire has. Counting is cheaper than looking at each name.
 * @returns `undefined` where two fields of the wire have one name.
 */
export function withRest<T extends object>(
  value: T,
  wire: Record<string, unknown>,
  count: number,
  depth: number,
): T | undefined {
  let sent = 0
  // Makes no array, unlike `Object.keys`. A prototype with added fields only leads to the longer way.
  for (const _ in wire) sent++
  if (sent === count) return value
  const names = Object.keys(value).map(snakeCase)
  const others = Object.entries(wire).filter(([key]) => !names.includes(key))
  const rest = fromWire(Object.fromEntries(others), depth) as object
  return Object.keys(rest).some((key) => key in value) ? undefined : Object.assign(value, rest)
}
