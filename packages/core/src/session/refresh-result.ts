import type { Session } from './packed-session.ts'

/** The API's response to a refresh token. */
export type ExchangeResult<Refusal> =
  | { status: 'exchanged'; session: Session }
  /** The API has ended the session. */
  | { status: 'ended' }
  /**
   * The session continues, but this refresh was refused: another step is required, or the user is not in the
   * organization.
   */
  | { status: 'refused'; refusal: Refusal }
  /** The result is not known at the moment. */
  | { status: 'unavailable'; retryAfterSeconds?: number }

/**
 * The result of a refresh. A failure can also have a `session`: its old refresh token is used up, so the new session
 * must be stored.
 */
export type RefreshResult<Refusal> =
  | Extract<ExchangeResult<Refusal>, { status: 'exchanged' | 'ended' }>
  | (Extract<ExchangeResult<Refusal>, { status: 'refused' | 'unavailable' }> & { session?: Session })
