import type { FlowError } from '../flow/index.ts'
import { FLOW_ERROR_MESSAGES } from '../flow/index.ts'
import type { PendingCookies } from '../session/resolved.ts'

/** An error with the words for it. */
export type ShownError = FlowError & { message: string }

/** What a page that is rendered on a server does next. Its `cookies()` are added to the response in any case, when that is ready. */
export type PageResult<Data = unknown, Refusal = unknown> =
  | PageShown<Data>
  | PageRefused<Refusal>
  | PageFailed
  | PageRedirect
  | PageSignedOut

/** The page shows this. */
export interface PageShown<Data> {
  outcome: 'shown'
  data: Data
  cookies: PendingCookies
}

/** The form was refused: the page shows it again, with this. */
export interface PageRefused<Refusal> {
  outcome: 'refused'
  /** HTTP status, from 400. */
  status: number
  data: Refusal
  cookies: PendingCookies
}

/** There is nothing to show but the error. */
export interface PageFailed {
  outcome: 'failed'
  /** HTTP status, from 400. */
  status: number
  error: ShownError
  cookies: PendingCookies
}

/** The user is redirected, by a 303. */
export interface PageRedirect {
  outcome: 'redirect'
  /** A path of the app, or an address of an origin that it allows. */
  location: string
  cookies: PendingCookies
}

/** The user has to sign in first, and comes back. */
export interface PageSignedOut {
  outcome: 'signed-out'
  cookies: PendingCookies
}

/** An error with its words. */
export const describeError = (error: FlowError): ShownError => ({
  ...error,
  message: error.message ?? FLOW_ERROR_MESSAGES[error.code] ?? FLOW_ERROR_MESSAGES.unknown,
})

/** The error of a refused request. */
export const errorOf = (body: unknown): ShownError =>
  describeError((body as { error?: FlowError } | null)?.error ?? { code: 'unknown' })
