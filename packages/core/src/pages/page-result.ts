import type { FlowError } from '../flow/index.ts'
import { FLOW_ERROR_MESSAGES } from '../flow/index.ts'
import type { PendingCookies } from '../session/resolved.ts'

/** An error with its message. */
export type ShownError = FlowError & { message: string }

/** What a server-rendered page does next. Always add its `cookies()` to the response when the response is ready. */
export type PageResult<Data = unknown, Refusal = unknown> =
  | PageShown<Data>
  | PageRefused<Refusal>
  | PageFailed
  | PageRedirect
  | PageSignedOut

/** The page shows this data. */
export interface PageShown<Data> {
  outcome: 'shown'
  data: Data
  cookies: PendingCookies
}

/** The form was refused: the page shows it again with this data. */
export interface PageRefused<Refusal> {
  outcome: 'refused'
  /** HTTP status, 400 or higher. */
  status: number
  data: Refusal
  cookies: PendingCookies
}

/** The page can show only an error. */
export interface PageFailed {
  outcome: 'failed'
  /** HTTP status, 400 or higher. */
  status: number
  error: ShownError
  cookies: PendingCookies
}

/** The user is redirected with status 303. */
export interface PageRedirect {
  outcome: 'redirect'
  /** A path of the app, or a URL on an allowed origin. */
  location: string
  cookies: PendingCookies
}

/** The user must sign in first, and returns afterward. */
export interface PageSignedOut {
  outcome: 'signed-out'
  cookies: PendingCookies
}

/** Adds the message to an error. */
export const describeError = (error: FlowError): ShownError => ({
  ...error,
  message: error.message ?? FLOW_ERROR_MESSAGES[error.code] ?? FLOW_ERROR_MESSAGES.unknown,
})

/** The error in the body of a refused request. */
export const errorOf = (body: unknown): ShownError =>
  describeError((body as { error?: FlowError } | null)?.error ?? { code: 'unknown' })
