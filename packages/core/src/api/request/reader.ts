import { TransportError } from '../../errors/index.ts'
import { hide } from './hide.ts'
import { fromWire } from './wire.ts'

/** Turns a parsed response, already in our names, into a `T`, or fails and names the invalid field. */
export interface Reader<T> {
  (response: unknown, at: string): T
  /** Does both at once, from the names of the wire. `undefined`: not in this way. */
  readonly fromWire?: FromWire<T>
}

/** @param depth How deep in the response the value is. */
export type FromWire<T> = (wire: unknown, at: string, depth: number) => T | undefined

/** A reader that reads what it can straight from the wire: lists are long. */
export const withShortcut = <T>(read: Reader<T>, fromWire: FromWire<T>): Reader<T> =>
  Object.assign((response: unknown, at: string) => read(response, at), { fromWire })

/** Reads what the API sent, in the short way where there is one. */
export const readWire = <T>(read: Reader<T>, wire: unknown, at: string, depth = 0): T =>
  read.fromWire?.(wire, at, depth) ?? read(fromWire(wire, depth), at)

/**
 * What is asked of a field. Only what identifies or decides is checked, so that a new value, an extra field or a
 * missing detail never breaks a caller. `nullable`: becomes `null` when the response leaves it out.
 */
export type Field = 'string' | 'boolean' | 'number' | 'nullable' | Reader<unknown>

/** Reads an object; fields not named here are kept as they came. `secrets` read as usual but do not print. */
export function object<T extends object>(
  fields: { readonly [K in keyof T]?: Field },
  secrets: readonly (keyof T & string)[] = [],
): Reader<T> {
  const checks = Object.entries(fields) as [string, Field][]
  return (response, at) => {
    if (typeof response !== 'object' || response === null || Array.isArray(response)) throw misshapen(at)
    const value = response as Record<string, unknown>
    for (let index = 0; index < checks.length; index++) {
      const [key, field] = checks[index] as [string, Field]
      const item = value[key]
      if (typeof field === 'function') {
        const read = field(item, `${at}.${key}`)
        if (read !== item) value[key] = read
      } else if (field === 'nullable') {
        if (item === undefined) value[key] = null
      } else if (typeof item !== field) {
        throw misshapen(`${at}.${key}`)
      }
    }
    return (secrets.length === 0 ? value : hide(value, secrets)) as T
  }
}

/** Accepts a missing or `null` value, as `undefined` or `null`. */
export function optional<T>(read: Reader<T>): Reader<T | null | undefined> {
  return (response, at) => (response === undefined || response === null ? response : read(response, at))
}

/** Reads each item of an array. */
export function arrayOf<T>(read: Reader<T>): Reader<T[]> {
  return (response, at) => {
    if (!Array.isArray(response)) throw misshapen(at)
    for (let index = 0; index < response.length; index++)
      response[index] = read(response[index], `${at}[${index}]`)
    return response
  }
}

/** Accepts an array of strings; anything else becomes an empty one. */
export const strings: Reader<string[]> = (response) =>
  Array.isArray(response) ? response.filter((item) => typeof item === 'string') : []

/** For answers without contents. */
export const nothing: Reader<void> = () => undefined

/** The response is not from the API: `at` names the field. */
export function misshapen(at: string): TransportError {
  return new TransportError('invalid_response', { field: at })
}
