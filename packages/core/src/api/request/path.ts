import { ConfigError } from '../../errors/index.ts'

/** A path with placeholders for IDs. It is checked and encoded when the request is built. */
export interface Path {
  readonly parts: readonly string[]
  readonly values: readonly (string | ExternalId)[]
}

/** An ID that the customer chose. Unlike other IDs, it can contain dots. */
export interface ExternalId {
  readonly externalId: string
}

// Nearly every ID has this form, which needs no check and no encoding.
const ordinary = /^[A-Za-z0-9_-]{1,256}$/

// A slash or `..` would reach another endpoint, and `%` might do so behind a proxy that decodes twice.
export const refusedInId = /[\p{Cc}\s/\\?#%]/u

/** Marks the placeholders of a path: `` path`/user_management/users/${userId}` ``. */
export function path(parts: TemplateStringsArray, ...values: (string | ExternalId)[]): Path {
  return { parts, values }
}

/**
 * Renders the path for the request.
 *
 * Fails with {@link ConfigError} `input_invalid` for an ID that is empty, longer than 256 characters, not a string,
 * or that contains a dot, slash, `?`, `#`, `%`, space or control character. An external ID can contain dots, but not
 * consist of them.
 */
export function renderPath({ parts, values }: Path): string {
  let text = parts[0] as string
  for (let index = 0; index < values.length; index++) {
    text += encodeId(values[index]) + parts[index + 1]
  }
  return text
}

/** The path with `{}` for each ID, for logs and metrics. */
export function routeOf({ parts }: Path): string {
  return parts.join('{}')
}

function encodeId(value: unknown): string {
  if (typeof value === 'string' && ordinary.test(value)) return value
  const external = typeof value === 'object' && value !== null
  const id = external ? (value as ExternalId).externalId : value
  if (typeof id !== 'string' || id.length === 0 || id.length > 256 || refusedInId.test(id)) throw invalidId()
  if (external ? /^\.+$/.test(id) : id.includes('.')) throw invalidId()
  try {
    return encodeURIComponent(id)
  } catch {
    throw invalidId() // The ID contains half of a surrogate pair.
  }
}

function invalidId(): ConfigError {
  return new ConfigError(
    'input_invalid',
    'An ID must be a string of 1 to 256 characters without dots, slashes, "?", "#", "%", spaces or control characters.',
  )
}
