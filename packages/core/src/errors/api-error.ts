import type { ApiErrorCode } from './api-error-code.ts'
import { BRAND, isBranded } from './brand.ts'
import { isTransientStatus } from './transient-status.ts'

/** One complaint about one input, as far as the API says which. */
export interface FieldError {
  code?: string
  /** The field's name on the wire, such as `email` or `new_password`. */
  field?: string
  message?: string
}

/** What is known about a refusal besides its code. */
export interface ApiErrorDetails {
  /** HTTP status. */
  status: number
  /** The API's own words, already free of secrets. Not for branching: it may change. */
  message?: string
  /** `X-Request-ID`: quote it to the support of WorkOS. */
  requestId?: string
  /** From `Retry-After`, 0–86,400. */
  retryAfterSeconds?: number
  /** The code as sent, when it is not one we know (`code` is then `unrecognized`). */
  apiCode?: string
  fieldErrors?: readonly FieldError[]
  /** The whole parsed body. Reachable through {@link ApiError.body} only. */
  body?: unknown
}

/**
 * The API understood the request and refused it. Branch on `code`; `message` is for the log.
 *
 * The parsed body may hold a pending authentication token, so it is readable as `error.body` and nowhere else:
 * no enumerable property, message, inspection or JSON of the error shows it.
 */
export class ApiError extends Error {
  /** @internal */
  static override [Symbol.hasInstance](value: unknown): value is ApiError {
    return isBranded(value, 'ApiError')
  }

  override readonly name = 'ApiError'
  readonly code: ApiErrorCode
  readonly status: number
  readonly requestId: string | undefined
  readonly retryAfterSeconds: number | undefined
  readonly apiCode: string | undefined
  readonly fieldErrors: readonly FieldError[]
  readonly #body: unknown

  constructor(code: ApiErrorCode, details: ApiErrorDetails, options?: { cause?: unknown }) {
    super(details.message ?? `The API refused the request: ${code} (${details.status})`, options)
    this.code = code
    this.status = details.status
    this.requestId = details.requestId
    this.retryAfterSeconds = details.retryAfterSeconds
    this.apiCode = details.apiCode
    this.fieldErrors = details.fieldErrors ?? []
    this.#body = details.body
  }

  /** The parsed body as the API sent it, in the names of the wire. Holds secrets: do not log it. */
  get body(): unknown {
    return this.#body
  }

  /** Whether the same request may succeed a little later. */
  get retryable(): boolean {
    return isTransientStatus(this.status)
  }

  /** @internal */
  get [BRAND](): string {
    return 'ApiError'
  }
}
