import { ConfigError } from '../../errors/index.ts'
import { snakeCase } from './wire.ts'

/** Query parameters by their camelCase name. An array repeats its parameter; `undefined` is omitted. */
export type Query = { readonly [name: string]: QueryValue | readonly string[] }
type QueryValue = string | number | boolean | null | undefined

/** The cursors of a list. The API returns `null` at either end, so `null` is allowed as a value. */
const CURSORS = new Set(['before', 'after'])

/**
 * Renders `?name=value&…`, or an empty string if there are no parameters.
 *
 * Fails with {@link ConfigError} `input_invalid`, which contains the name of the parameter, for text that is not Unicode, and for
 * an empty value: `null`, a blank string, or a list without items. The API treats an empty filter as no filter and returns
 * everything, including data of other users and organizations.
 */
export function renderQuery(query: Query, nameOf: (name: string) => string = snakeCase): string {
  let text = ''
  for (const name of Object.keys(query)) {
    const value = query[name]
    if (value === undefined || (value === null && CURSORS.has(name))) continue
    const items = Array.isArray(value) ? value : [value]
    if (items.length === 0) throw emptyFilter(name)
    for (const item of items) {
      if (isEmpty(item)) throw emptyFilter(name)
      text += `${text === '' ? '?' : '&'}${nameOf(name)}=${encode(name, String(item))}`
    }
  }
  return text
}

const isEmpty = (value: unknown) =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '')

const emptyFilter = (name: string) =>
  new ConfigError(
    'input_invalid',
    `${name} is empty, which the API would treat as no filter at all. Pass a value, or omit it (undefined) to get everything.`,
    { option: name },
  )

function encode(name: string, value: string): string {
  try {
    return encodeURIComponent(value)
  } catch {
    throw new ConfigError('input_invalid', `${name} contains an unpaired surrogate.`, { option: name })
  }
}
