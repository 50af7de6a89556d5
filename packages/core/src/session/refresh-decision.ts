import type { RefreshIntent } from './organization-token.ts'
import { isUsable, satisfies } from './organization-token.ts'
import type { Session } from './packed-session.ts'
import type { Successor } from './successors.ts'
import { ENDED } from './successors.ts'

/** What is known when a refresh is about to spend a token. */
export interface RefreshState {
  session: Session
  intent: RefreshIntent
  /** What is published for the session's refresh token. */
  successor: Successor | undefined
  hasLease: boolean
  now: number
}

/**
 * What to do next.
 *
 * - `end`: the API has ended the session.
 * - `use`: another request got what this one wants.
 * - `follow`: another request used the token, for another purpose; continue with the resulting session.
 * - `exchange`: spend the token of this session.
 * - `wait`: another caller is spending the token.
 */
export type RefreshStep =
  | { do: 'end' }
  | { do: 'wait' }
  | { do: 'use'; session: Session }
  | { do: 'follow'; session: Session }
  | { do: 'exchange'; session: Session }

/** Decides what a refresh does next. */
export function decideRefresh({ session, intent, successor, hasLease, now }: RefreshState): RefreshStep {
  if (successor === ENDED) return { do: 'end' }
  if (successor !== undefined) {
    // A switch always asks the API: the organization may have been left since.
    const isWanted =
      intent.kind !== 'switch' && satisfies(intent, session, successor) && isUsable(intent, successor, now)
    if (isWanted) return { do: 'use', session: successor }
    if (successor.refreshToken !== session.refreshToken) return { do: 'follow', session: successor }
  }
  if (!hasLease) return { do: 'wait' }
  // Where the API rotates no token, another request may have been given more for the same one.
  const isNewer = successor !== undefined && successor.rev > session.rev
  return { do: 'exchange', session: isNewer ? successor : session }
}

/** Exchanges of one refresh: the API repeats a lost response once, for any next request. */
const MAXIMUM_EXCHANGES = 2

/**
 * What to do with a session that an exchange brought.
 *
 * - `done`: it is what was wanted.
 * - `exchange again`: the API repeated a response that was for another intent.
 * - `give up`: the API does not give what is wanted.
 */
export function decideAfterExchange(
  intent: RefreshIntent,
  before: Session,
  after: Session,
  exchanges: number,
): 'done' | 'exchange again' | 'give up' {
  if (satisfies(intent, before, after)) return 'done'
  return exchanges < MAXIMUM_EXCHANGES ? 'exchange again' : 'give up'
}

/** After another request's exchange, for as long as a refresh token can be on its way. */
const OVERTAKEN_MS = 24 * 60 * 60_000

/**
 * How long the result of an exchange can be found under the old token, in milliseconds. After another request's exchange
 * that one's response may overtake this one's, and the browser keeps the older session.
 */
export function ttlAfterExchange(
  intent: RefreshIntent,
  before: { session: Session; depth: number },
  result: { status: string; session?: Session },
  ttlMs: number,
): number {
  const isRepeated =
    result.status === 'exchanged' &&
    result.session !== undefined &&
    !satisfies(intent, before.session, result.session)
  return before.depth > 0 || isRepeated ? Math.max(ttlMs, OVERTAKEN_MS) : ttlMs
}
