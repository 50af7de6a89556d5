/**
 * What a client reports through `onEvent`, for logs and metrics. Free of secrets: the route has placeholders
 * where ids stood, and neither query nor body is there.
 */
export type ApiEvent = ApiResponseEvent | ApiFailureEvent | ApiRetryEvent

interface ApiEventBase {
  method: string
  /** Such as `/user_management/users/{}`. */
  route: string
  /** 0 for the first try. */
  attempt: number
}

/** The API responded, with any status. */
export interface ApiResponseEvent extends ApiEventBase {
  type: 'response'
  status: number
  requestId?: string
  durationMs: number
}

/** An attempt ended without a response. */
export interface ApiFailureEvent extends ApiEventBase {
  type: 'failure'
  /** The code of the `TransportError`. */
  code: string
  durationMs: number
}

/** Another try follows after `waitMs`. */
export interface ApiRetryEvent extends ApiEventBase {
  type: 'retry'
  waitMs: number
}
