import type { ApiErrorCode } from '../../errors/index.ts'
import type { FlowKind } from '../../flow/index.ts'
import type { SignedOutReason } from '../../session/session-payload.ts'
import type { Fault } from './fault.ts'

/** The kind of secret being guessed. Each kind has its own limit, so that using up one does not block another. */
export type AttemptKind =
  | 'second-factor'
  | 'fraud-check'
  | 'email-verification'
  | 'email-change'
  | 'current-password'

/** An event for `onEvent`. Never contains a token, code, cookie or password. */
export type HandlerEvent =
  | { type: 'signed_in'; userId: string; sessionId: string; kind: FlowKind; method: string | undefined }
  | { type: 'signed_out'; userId: string; sessionId: string; reason: SignedOutReason }
  | { type: 'refreshed'; userId: string; sessionId: string }
  /** The user stays signed in with the last known session. The cause is reported as its own event. */
  | { type: 'refresh_failed'; userId: string; sessionId: string; code: 'unavailable' }
  | ({ type: 'refused'; reason: 'cross_origin'; path: string } & Fault)
  /** Further attempts are refused for the remaining time. `subject` is the user's id or email address. */
  | { type: 'too_many_attempts'; kind: AttemptKind; subject: string; retryAfterSeconds: number }
  /**
   * The path of a request does not match `basePath`, `appPath` and `mountPath`: it is outside of them, or a proxy reports that
   * it removed a prefix (`X-Forwarded-Prefix`) that they do not include.
   */
  | ({ type: 'address_mismatch'; path: string; basePath: string; forwardedPrefix?: string } & Fault)
  | FailedEvent

/**
 * A request failed, or work that it started.
 *
 * With a {@link Fault}, the operator must fix it. Otherwise `code` is the API's refusal of a visitor's request, or `unexpected`
 * for an unexpected error.
 */
export type FailedEvent = { type: 'failed'; path?: string } & (
  | Fault
  | { code: ApiErrorCode | 'aborted' | 'unexpected' }
)
