import type { Path } from './path.ts'
import type { Query } from './query.ts'
import type { Reader } from './reader.ts'

/** The last argument of every operation. */
export interface CallOptions {
  /** Aborts the call immediately with a `TransportError` `aborted`. */
  signal?: AbortSignal
  /** Makes a POST safe to repeat. Default: a new key for each call, shared by its retries. */
  idempotencyKey?: string
  /** Milliseconds until this call times out, including retries. Default: the client's `timeoutMs`. */
  timeoutMs?: number
  /**
   * Immediately resends a call that uses up a single-use value, such as a refresh token, if its response is lost: the API may
   * return the same response again, and otherwise the token is lost. Set it only if no other caller can use the same token.
   * Default `false`: such a call is retried only if it provably did not arrive.
   */
  resendWhenLost?: boolean
}

/** An operation of the API, before it becomes a request. */
export interface Call<T> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: Path
  query?: Query
  /** With our field names; `wire.ts` renames them. */
  body?: object
  read: Reader<T>
  /** The name of the response in errors about an invalid field. */
  result: string
  /** Sends no API key: the endpoint needs none, or expects it in the body. */
  withoutKey?: boolean
  /** Uses up a single-use value, so it is retried only if it provably did not arrive. */
  once?: boolean
  /** Reading stops at larger responses. Default: 10 MiB. */
  maximumBytes?: number
  /** Renames no field, and reads an empty response as `undefined`. Default: `false`. */
  verbatim?: boolean
  /** A secret in the path, or in a field that is not known to be secret. */
  secret?: string
}
