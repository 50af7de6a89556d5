import { ConfigError } from '../../errors/index.ts'
import { snakeCase } from './wire.ts'

/** Query parameters by their camelCase name. An array repeats its parameter; `undefined` is omitted. */
export type Query = { readonly [name: string]: QueryValue | readonly string[] }
type QueryValue = string | number | boolean | null | undefined

/** Cursors. The API returns `null` at either end of a list, so passing `null` back is allowed. */
const CURSORS = new Set(['before', 'after'])

/**
 * `?name=value&…`, or nothing.
 *
 * Fails with {@link ConfigError} `input_invalid`, naming the parameter, for text that is not Unicode, and for a value that
 * is there but empty: `null`, blank text, or a list without items. The API takes an empty filter for none and returns
 * everything, which would include the data of others.
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
