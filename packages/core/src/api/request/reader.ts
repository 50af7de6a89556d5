import { TransportError } from '../../errors/index.ts'
import { hide } from './hide.ts'
import { fromWire } from './wire.ts'

/** Converts a value of a parsed response, with our names, to a `T`. Throws an error with the name of the invalid field. */
export interface Reader<T> {
  (value: unknown, at: string): T
  /** Renames and reads in one pass. Returns `undefined` if that is not possible. */
  readonly fromWire?: FromWire<T>
}

/** @param depth How deep the value is nested in the response. */
export type FromWire<T> = (wire: unknown, at: string, depth: number) => T | undefined

/** Adds a fast path that reads directly from the wire, because lists are long. */
export const withShortcut = <T>(read: Reader<T>, fromWire: FromWire<T>): Reader<T> =>
  Object.assign((value: unknown, at: string) => read(value, at), { fromWire })

/** Reads a response from the wire, by the fast path if there is one. */
export const readWire = <T>(read: Reader<T>, wire: unknown, at: string, depth = 0): T =>
  read.fromWire?.(wire, at, depth) ?? read(fromWire(wire, depth), at)

/**
 * The check for a field. Only fields that identify something or affect a decision are checked, so that a new value, an extra
 * field or a missing detail never breaks a caller. `nullable`: becomes `null` if the response omits it.
 */
export type Field = 'string' | 'boolean' | 'number' | 'nullable' | Reader<unknown>

/** Reads an object. Fields not listed here stay unchanged. `secrets` are readable, but are not printed. */
export function object<T extends object>(
  fields: { readonly [K in keyof T]?: Field },
  secrets: readonly (keyof T & string)[] = [],
): Reader<T> {
  const checks = Object.entries(fields) as [string, Field][]
  return (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw misshapen(at)
    const record = value as Record<string, unknown>
    for (let index = 0; index < checks.length; index++) {
      const [key, field] = checks[index] as [string, Field]
      const item = record[key]
      if (typeof field === 'function') {
        const read = field(item, `${at}.${key}`)
        if (read !== item) record[key] = read
      } else if (field === 'nullable') {
        if (item === undefined) record[key] = null
      } else if (typeof item !== field) {
        throw misshapen(`${at}.${key}`)
      }
    }
    return (secrets.length === 0 ? record : hide(record, secrets)) as T
  }
}

/** Accepts a missing or `null` value, as `undefined` or `null`. */
export function optional<T>(read: Reader<T>): Reader<T | null | undefined> {
  return (value, at) => (value === undefined || value === null ? value : read(value, at))
}

/** Reads each item of an array. */
export function arrayOf<T>(read: Reader<T>): Reader<T[]> {
  return (items, at) => {
    if (!Array.isArray(items)) throw misshapen(at)
    for (let index = 0; index < items.length; index++) items[index] = read(items[index], `${at}[${index}]`)
    return items
  }
}

/** Accepts an array of strings; anything else becomes an empty one. */
export const strings: Reader<string[]> = (value) =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []

/** Reads responses without a body. */
export const nothing: Reader<void> = () => undefined

/** The error for a response that does not come from the API. `at` is the field. */
export function misshapen(at: string): TransportError {
  return new TransportError('invalid_response', { field: at })
}
