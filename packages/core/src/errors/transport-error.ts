import { BRAND, isBranded } from './brand.ts'
import { isTransientStatus } from './transient-status.ts'

/**
 * The reason why there is no usable response.
 *
 * - `network`: no connection was made, or it broke.
 * - `timeout`: the total timeout passed.
 * - `aborted`: the caller's signal fired.
 * - `redirected`: the API responded with a redirect, which is never followed.
 * - `response_too_large`: the response exceeded the size limit, so reading was stopped.
 * - `invalid_response`: the response is not from the API: HTML, truncated JSON, or a missing `field`.
 */
export type TransportErrorCode =
  | 'network'
  | 'timeout'
  | 'aborted'
  | 'redirected'
  | 'response_too_large'
  | 'invalid_response'

/**
 * The reason for a `network` error, as far as the runtime reports it.
 *
 * - `dns`: the host name could not be resolved.
 * - `tls`: the certificate or the handshake was not accepted.
 * - `refused`: no server listens at the address.
 * - `unreachable`: there is no route to the host.
 * - `timeout`: the connection was not made, or sent no data, in time.
 * - `broken`: the connection was made and broke, or the runtime reports no reason.
 */
export type NetworkReason = 'dns' | 'tls' | 'refused' | 'unreachable' | 'timeout' | 'broken'

/** Details of a {@link TransportError}. */
export interface TransportErrorDetails {
  /** `not_sent`: the request never reached the API. `unknown`: it may have taken effect. Default `unknown`. */
  outcome?: 'not_sent' | 'unknown'
  /** The reason for a `network` error, as the runtime reports it. */
  reason?: NetworkReason
  /** HTTP status, if there was a response. */
  status?: number
  requestId?: string
  /** Seconds, from `Retry-After`, 0–86,400. */
  retryAfterSeconds?: number
  /** The field that is missing or has the wrong type, such as `user.id`. */
  field?: string
  /** The start of a response that was not from the API: at most 200 characters, without secrets. */
  excerpt?: string
}

const sentences: Record<TransportErrorCode, string> = {
  network: 'The API could not be reached, or the connection broke',
  timeout: 'The API did not respond within the time limit',
  aborted: 'The call was aborted',
  redirected: 'The API responded with a redirect, which is never followed',
  response_too_large: 'The response exceeded the size limit',
  invalid_response: 'The response is not from the API (check baseUrl and proxies)',
}

/** There was no usable response. The request itself may still have taken effect, unless `outcome` is `not_sent`. */
export class TransportError extends Error {
  /** @internal */
  static override [Symbol.hasInstance](value: unknown): value is TransportError {
    return isBranded(value, 'TransportError')
  }

  override readonly name = 'TransportError'
  readonly code: TransportErrorCode
  readonly outcome: 'not_sent' | 'unknown'
  readonly reason: NetworkReason | undefined
  readonly status: number | undefined
  readonly requestId: string | undefined
  readonly retryAfterSeconds: number | undefined
  readonly field: string | undefined
  readonly excerpt: string | undefined

  constructor(code: TransportErrorCode, details: TransportErrorDetails = {}, options?: { cause?: unknown }) {
    const status = details.status === undefined ? '' : ` (${details.status})`
    const field = details.field === undefined ? '' : `: ${details.field} is missing or has the wrong type`
    super(`${sentences[code]}${status}${field}`, options)
    this.code = code
    this.outcome = details.outcome ?? 'unknown'
    this.reason = details.reason
    this.status = details.status
    this.requestId = details.requestId
    this.retryAfterSeconds = details.retryAfterSeconds
    this.field = details.field
    this.excerpt = details.excerpt
  }

  /** Whether the same request may succeed later. */
  get retryable(): boolean {
    if (this.code === 'network' || this.code === 'timeout') return true
    return this.code === 'invalid_response' && isTransientStatus(this.status)
  }

  /** @internal */
  get [BRAND](): string {
    return 'TransportError'
  }
}
