import type { Path } from './path.ts'
import type { Query } from './query.ts'
import type { Reader } from './reader.ts'

/** What every operation takes last. */
export interface CallOptions {
  /** Stops the call at once, wherever it is, with a `TransportError` `aborted`. */
  signal?: AbortSignal
  /** For a POST: makes repeating it harmless. Default: a new one for each call, the same for its retries. */
  idempotencyKey?: string
  /** Total time for this call. Default: the client's `timeoutMs`. */
  timeoutMs?: number
  /**
   * Sends a call that spends something single-use, such as a refresh token, again at once when its response is lost:
   * the API may repeat what it said, and what was spent is lost otherwise. Only for a caller that is certainly the
   * only one. Default `false`: such a call is repeated only when it certainly did not arrive.
   */
  resendWhenLost?: boolean
}

/** One operation of the API, before it has become a request. */
export interface Call<T> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: Path
  query?: Query
  /** In our names; `wire.ts` renames it. */
  body?: object
  read: Reader<T>
  /** What the response is called when one of its fields is invalid. */
  result: string
  /** Sends no API key: the endpoint needs none, or takes it in the body. */
  withoutKey?: boolean
  /** Spends something that works once: never repeated unless it certainly did not arrive. */
  once?: boolean
  /** Larger responses are stopped. Default: 10 MiB. */
  maximumBytes?: number
  /** Nothing is renamed, and an empty response is `undefined`. Default: false. */
  verbatim?: boolean
  /** A secret in the path, or in a field whose name does not tell. */
  secret?: string
}
