import type { ApiErrorCode } from '../../errors/index.ts'
import type { FlowKind } from '../../flow/index.ts'
import type { SignedOutReason } from '../../session/session-payload.ts'
import type { Fault } from './fault.ts'

/** What is guessed. Each kind has its own budget, so that one cannot be used up to close another. */
export type AttemptKind =
  | 'second-factor'
  | 'fraud-check'
  | 'email-verification'
  | 'email-change'
  | 'current-password'

/** What the handler tells `onEvent`. Never holds a token, code, cookie or password. */
export type HandlerEvent =
  | { type: 'signed_in'; userId: string; sessionId: string; kind: FlowKind; method: string | undefined }
  | { type: 'signed_out'; userId: string; sessionId: string; reason: SignedOutReason }
  | { type: 'refreshed'; userId: string; sessionId: string }
  /** The user stays signed in, with what was last known. What failed is told by an event of its own. */
  | { type: 'refresh_failed'; userId: string; sessionId: string; code: 'unavailable' }
  | ({ type: 'refused'; reason: 'cross_origin'; path: string } & Fault)
  /** Guesses are refused from now on, for the minutes that are left. `subject` is the user's id or email address. */
  | { type: 'too_many_attempts'; kind: AttemptKind; subject: string; retryAfterSeconds: number }
  /**
   * A request whose path does not fit `basePath`, `appPath` and `mountPath`: outside of them, or below a prefix that a
   * proxy says it took off (`X-Forwarded-Prefix`) and that they do not name.
   */
  | ({ type: 'address_mismatch'; path: string; basePath: string; forwardedPrefix?: string } & Fault)
  | FailedEvent

/**
 * A request, or work behind it, that failed.
 *
 * With a {@link Fault} it is for the operator to fix. Without, `code` is the API's refusal of what a visitor asked
 * for, or `unexpected` for an error that nothing was prepared for.
 */
export type FailedEvent = { type: 'failed'; path?: string } & (
  | Fault
  | { code: ApiErrorCode | 'aborted' | 'unexpected' }
)
