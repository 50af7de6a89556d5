import { UsageError } from './command-options.ts'

/**
 * Returns the origin in the value of an option.
 *
 * @throws {UsageError} If the value is not an origin.
 */
export function originOf(url: string, option: string, example: string): string {
  const origin = url.replace(/\/$/, '')
  if (!URL.canParse(url) || new URL(url).origin !== origin) {
    throw new UsageError(`${option}: ${url} is not an origin such as ${example}`)
  }
  return origin
}
