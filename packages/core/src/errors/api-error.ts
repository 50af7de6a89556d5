import type { ApiErrorCode } from './api-error-code.ts'
import { BRAND, isBranded } from './brand.ts'
import { isTransientStatus } from './transient-status.ts'

/** An error about one field, with the details that the API provides. */
export interface FieldError {
  code?: string
  /** The field's name in the API, such as `email` or `new_password`. */
  field?: string
  message?: string
}

/** Details of an API error in addition to its code. */
export interface ApiErrorDetails {
  /** HTTP status. */
  status: number
  /** The API's own message, without secrets. Do not branch on it, because it may change. */
  message?: string
  /** The `X-Request-ID` header. Include it when you contact WorkOS support. */
  requestId?: string
  /** Seconds, from `Retry-After`, 0–86,400. */
  retryAfterSeconds?: number
  /** The code that the API sent, if it is unknown (`code` is then `unrecognized`). */
  apiCode?: string
  fieldErrors?: readonly FieldError[]
  /** The complete parsed body. Available only as {@link ApiError.body}. */
  body?: unknown
}

/**
 * The API understood the request and refused it. Branch on `code`; `message` is for logs.
 *
 * The parsed body can contain a pending authentication token, so it is available only as `error.body`: no enumerable property,
 * message, inspection or JSON of the error contains it.
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

  /** The parsed body as the API sent it, with its field names. It contains secrets, so do not log it. */
  get body(): unknown {
    return this.#body
  }

  /** Whether the same request may succeed later. */
  get retryable(): boolean {
    return isTransientStatus(this.status)
  }

  /** @internal */
  get [BRAND](): string {
    return 'ApiError'
  }
}
