/**
 * An event that a client reports to `onEvent`, for logs and metrics. It contains no secrets: IDs in the route are replaced with
 * placeholders, and the query and body are omitted.
 */
export type ApiEvent = ApiResponseEvent | ApiFailureEvent | ApiRetryEvent

interface ApiEventBase {
  method: string
  /** The path without IDs, for example `/user_management/users/{}`. */
  route: string
  /** 0 for the first attempt. */
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

/** Another attempt follows after `waitMs` milliseconds. */
export interface ApiRetryEvent extends ApiEventBase {
  type: 'retry'
  waitMs: number
}
