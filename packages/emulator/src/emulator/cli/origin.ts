import { UsageError } from './command-options.ts'

/**
 * The origin that an option names.
 *
 * @throws {UsageError} If it is none.
 */
export function originOf(url: string, option: string, example: string): string {
  const origin = url.replace(/\/$/, '')
  if (!URL.canParse(url) || new URL(url).origin !== origin) {
    throw new UsageError(`${option}: ${url} is not an origin such as ${example}`)
  }
  return origin
}
