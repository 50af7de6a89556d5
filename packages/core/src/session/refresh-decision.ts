import type { RefreshIntent } from './organization-token.ts'
import { isUsable, satisfies } from './organization-token.ts'
import type { Session } from './packed-session.ts'
import type { Successor } from './successors.ts'
import { ENDED } from './successors.ts'

/** What is known when a refresh is about to use a refresh token. */
export interface RefreshState {
  session: Session
  intent: RefreshIntent
  /** What is published under the session's refresh token. */
  successor: Successor | undefined
  hasLease: boolean
  now: number
}

/**
 * What to do next.
 *
 * - `end`: the API has ended the session.
 * - `use`: another request obtained what this one needs.
 * - `follow`: another request used the token for another purpose; continue with the resulting session.
 * - `exchange`: use the refresh token of this session.
 * - `wait`: another caller is using the token.
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
    // Switches and renewals always call the API, because the user may have left the organization since.
    const mustCall = intent.kind === 'switch' || (intent.kind === 'refresh' && intent.isRenewal === true)
    const isWanted = !mustCall && satisfies(intent, session, successor) && isUsable(intent, successor, now)
    if (isWanted) return { do: 'use', session: successor }
    if (successor.refreshToken !== session.refreshToken) return { do: 'follow', session: successor }
  }
  if (!hasLease) return { do: 'wait' }
  // If the API does not rotate refresh tokens, another request may have received a newer session for the same one.
  const isNewer = successor !== undefined && successor.rev > session.rev
  return { do: 'exchange', session: isNewer ? successor : session }
}

/**
 * The maximum number of exchanges per refresh. The API repeats a lost response once, for whatever request comes next.
 */
const MAXIMUM_EXCHANGES = 2

/**
 * What to do with a session that an exchange returned.
 *
 * - `done`: it satisfies the intent.
 * - `exchange again`: the API repeated a response that was for another intent.
 * - `give up`: the API does not return what was requested.
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

/** After another request's exchange: as long as its response can still be in flight. */
const OVERTAKEN_MS = 24 * 60 * 60_000

/**
 * How long the result of an exchange can be found under the old token, in milliseconds. After another request's
 * exchange, the response of that request may arrive after this one's, and the browser would then keep the older
 * session.
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
