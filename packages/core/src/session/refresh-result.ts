import type { Session } from './packed-session.ts'

/** What the API said to a refresh token. */
export type ExchangeResult<Refusal> =
  | { status: 'exchanged'; session: Session }
  /** The API says that the session is over. */
  | { status: 'ended' }
  /** The session continues, but not like this: another step is needed, or the user is not in the organization. */
  | { status: 'refused'; refusal: Refusal }
  /** Not known now. */
  | { status: 'unavailable'; retryAfterSeconds?: number }

/**
 * The result of a refresh. A failure can have a `session` too: its old refresh token is used up, so the session must be
 * stored.
 */
export type RefreshResult<Refusal> =
  | Extract<ExchangeResult<Refusal>, { status: 'exchanged' | 'ended' }>
  | (Extract<ExchangeResult<Refusal>, { status: 'refused' | 'unavailable' }> & { session?: Session })
