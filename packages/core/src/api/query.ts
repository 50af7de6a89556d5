import { ConfigError } from '../errors/index.ts'
import { snakeCase } from './wire.ts'

/** Query parameters by their camelCase name. An array repeats its parameter; `undefined` and `null` are left out. */
export type Query = { readonly [name: string]: QueryValue | readonly string[] }
type QueryValue = string | number | boolean | null | undefined

/** `?name=value&…`, or nothing. Fails with {@link ConfigError} `input_invalid` for text that is not Unicode. */
export function renderQuery(query: Query): string {
  let text = ''
  for (const name of Object.keys(query)) {
    const value = query[name]
    if (value === undefined || value === null) continue
    for (const item of Array.isArray(value) ? value : [value]) {
      text += `${text === '' ? '?' : '&'}${snakeCase(name)}=${encode(name, String(item))}`
    }
  }
  return text
}

function encode(name: string, value: string): string {
  try {
    return encodeURIComponent(value)
  } catch {
    throw new ConfigError('input_invalid', `${name} holds half of a surrogate pair.`, { option: name })
  }
}
