import { ConfigError } from '../../errors/index.ts'
import type { Api } from './api.ts'
import type { Call, CallOptions } from './call.ts'
import type { ApiEvent } from './event.ts'
import type { FetchInit } from './fetch.ts'
import { renderPath, routeOf } from './path.ts'
import { renderQuery } from './query.ts'
import { secretsOfRequest } from './scrub.ts'
import { toWire } from './wire.ts'

/** A call, converted to the request to send. Every attempt sends the same request. */
export interface Outgoing {
  url: string
  init: FetchInit
  timeoutMs: number
  /** Whether repeating the call is safe. */
  repeatable: boolean
  /** Whether to resend it immediately if its response is lost. */
  resendWhenLost: boolean
  /** The values that must not appear in an error. This is a function because most calls succeed and do not need them. */
  secrets: () => (string | undefined)[]
  report: ((event: Report) => void) | undefined
}

type WithoutPlace<E> = E extends unknown ? Omit<E, 'method' | 'route'> : never

/** An event before its call is added. */
export type Report = WithoutPlace<ApiEvent>

/** Builds the request. Fails with {@link ConfigError} `input_invalid`, `option_invalid` or `api_key_missing`. */
export function prepare<T>(api: Api, call: Call<T>, options: CallOptions, signal: AbortSignal): Outgoing {
  const headers: Record<string, string> = { accept: 'application/json', 'user-agent': api.userAgent }
  if (call.withoutKey !== true) headers.authorization = `Bearer ${requireKey(api)}`
  const wire = call.body === undefined || call.verbatim ? call.body : toWire(call.body)
  if (wire !== undefined) headers['content-type'] = 'application/json'
  const keyed = call.method === 'POST' && call.once !== true
  if (keyed || options.idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey(options)
  const init: FetchInit = { method: call.method, headers, redirect: 'manual', signal }
  if (wire !== undefined) init.body = api.stringify(wire)
  return {
    url: api.baseUrl + renderPath(call.path) + queryOf(call),
    init,
    timeoutMs: readTimeout(options.timeoutMs) ?? api.timeoutMs,
    repeatable: call.once !== true,
    resendWhenLost: options.resendWhenLost === true,
    secrets: () => [api.key(), call.secret, ...secretsOfRequest(wire)],
    report: api.onEvent === undefined ? undefined : reporter(api.onEvent, call),
  }
}

function queryOf({ query, verbatim }: Call<unknown>): string {
  if (query === undefined) return ''
  return verbatim ? renderQuery(query, encodeURIComponent) : renderQuery(query)
}

/** The API key, or {@link ConfigError} `api_key_missing` for a public client. */
export function requireKey(api: Api): string {
  const key = api.key()
  if (key !== undefined) return key
  throw new ConfigError('api_key_missing', 'This call needs an API key; a public client has none.', {
    option: 'apiKey',
  })
}

function idempotencyKey({ idempotencyKey: given }: CallOptions): string {
  if (given === undefined) return `latchkey-${crypto.randomUUID()}`
  if (/^[\x21-\x7e]{1,255}$/.test(given)) return given
  throw new ConfigError(
    'input_invalid',
    'idempotencyKey must be 1 to 255 printable ASCII characters without spaces.',
    {
      option: 'idempotencyKey',
    },
  )
}

function readTimeout(given: number | undefined): number | undefined {
  if (given === undefined || (given > 0 && given < 2 ** 31)) return given
  throw new ConfigError('option_invalid', 'timeoutMs must be more than 0 and less than 2³¹.', {
    option: 'timeoutMs',
  })
}

function reporter<T>(onEvent: (event: ApiEvent) => void, call: Call<T>): (event: Report) => void {
  return (event) => {
    try {
      onEvent({ ...event, method: call.method, route: routeOf(call.path) } as ApiEvent)
    } catch {
      // A broken logger must not break sign-in.
    }
  }
}
