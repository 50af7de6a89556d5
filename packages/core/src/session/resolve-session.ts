import type { Clock } from '../base/clock.ts'
import type { MaybePromise } from '../base/cryptography.ts'
import { whenReady } from '../base/cryptography.ts'
import type { Auth, SignedIn } from './auth.ts'
import { signedIn, signedOut } from './auth.ts'
import { refreshedJustNow, tokenFor } from './organization-token.ts'
import type { OrganizationToken, Session } from './packed-session.ts'
import type { RefreshResult } from './refresh-result.ts'
import type { Refresher } from './refresher.ts'
import type { ResolutionStep, TokenStatus } from './resolution-decision.ts'
import { decideResolution } from './resolution-decision.ts'
import type { TokenProblem, TokenVerifier } from './token-verifier.ts'
import { UNKNOWN_KEY } from './token-verifier.ts'
import { sessionIdOf } from './unverified-claims.ts'

/** What became of a session, and the session to store when it changed. */
export interface Resolution {
  auth: Auth
  /** Present when the cookie has to be rewritten. */
  changed?: Session
}

export interface ResolveOptions {
  verifier: TokenVerifier
  refresher: Refresher<unknown>
  clock: Clock
  /** Milliseconds from sign-in to the end of any session. */
  maximumAgeMs: number
  /**
   * Takes an early refresh on, so that the request need not wait. Only where a durable coordinator keeps what comes
   * of it: otherwise the next request may find nothing and use the old token again.
   */
  refreshInBackground?: (work: Promise<unknown>) => void
  /** A token that a refresh has just brought is for another user, or over by this machine's clock. */
  onTokenProblem?: (problem: TokenProblem) => void
}

/** Resolves a stored session: verified, refreshed, unknown or over. */
export const resolveSession = (session: Session, options: ResolveOptions): MaybePromise<Resolution> =>
  whenReady(stepOf(session, options), (step): MaybePromise<Resolution> => {
    switch (step.do) {
      case 'refresh ahead':
        return refreshAhead(session, step, options)
      case 'refresh':
        return refresh(session, step, options)
      default:
        return { auth: authOf(step) }
    }
  })

type Exchange = Extract<ResolutionStep, { do: 'refresh' | 'refresh ahead' }>

/**
 * What to do with a session in a request, once its token for the organization is verified.
 *
 * @param organizationId Default: the organization that the session is in.
 */
export function stepOf(
  session: Session,
  { verifier, refresher, clock, maximumAgeMs }: ResolveOptions,
  organizationId?: string,
): MaybePromise<ResolutionStep> {
  const { wasSignedOutHere } = refresher
  const state = { session, organizationId, wasSignedOutHere, maximumAgeMs, now: clock.now() }
  const step = decideResolution(state)
  if (step.do !== 'verify') return step
  const token = organizationId === undefined ? session : tokenFor(session, organizationId)
  const verified = token === undefined ? NO_TOKEN : verificationOf(token, verifier)
  return whenReady(verified, (verification) => decideResolution({ ...state, verification, now: clock.now() }))
}

const NO_TOKEN: TokenStatus = { status: 'none' }

/** Who sent the request, where nothing is exchanged. */
export function authOf(step: Exclude<ResolutionStep, Exchange>): Auth {
  switch (step.do) {
    case 'sign out':
      return signedOut(step.reason)
    case 'doubt':
      return stale(undefined)
    case 'keep':
      return step.auth
  }
}

/** What a token turned out to be; `unknown` while the keys cannot be had. */
export function verificationOf(
  { accessToken }: OrganizationToken,
  verifier: TokenVerifier,
): MaybePromise<Exclude<TokenStatus, { status: 'none' }>> {
  const verification = verifier.verify(accessToken)
  // The keys could not be fetched: nothing is known about the token, so nothing is decided about the user.
  return verification instanceof Promise
    ? verification.catch(() => ({ status: 'unknown' as const }))
    : verification
}

/** A good token near its end is renewed before it is needed. Whatever comes of it, the token is still good now. */
async function refreshAhead(
  session: Session,
  { sessionId, auth }: Extract<ResolutionStep, { do: 'refresh ahead' }>,
  options: ResolveOptions,
): Promise<Resolution> {
  const { refresher, refreshInBackground } = options
  const newer = await resolveSuccessor(session, sessionId, options).catch(() => undefined)
  if (newer) return newer
  // In the background only the coordinator has the new token, so it stays there for as long as the session can last.
  const ttlMs = session.startedAt + options.maximumAgeMs - options.clock.now()
  const refreshing = refresher.refresh(session, sessionId, refreshInBackground && ttlMs)
  if (refreshInBackground) {
    refreshInBackground(refreshing)
    return { auth }
  }
  const result = await refreshing
  const renewed = result.status === 'exchanged' && (await accept(session, result.session, sessionId, options))
  return renewed || { auth, changed: sessionAfterFailure(result) }
}

/** What a refresh that failed has left of the session. */
const sessionAfterFailure = (result: RefreshResult<unknown>): Session | undefined =>
  result.status === 'refused' || result.status === 'unavailable' ? result.session : undefined

async function refresh(
  session: Session,
  { sessionId, lastKnown }: Extract<ResolutionStep, { do: 'refresh' }>,
  options: ResolveOptions,
): Promise<Resolution> {
  const result = await options.refresher.refresh(session, sessionId)
  if (result.status === 'ended') return { auth: signedOut('revoked') }
  if (result.status === 'exchanged') {
    const latest = (await options.refresher.newest(result.session).catch(() => undefined)) ?? result.session
    const accepted = await accept(session, latest, sessionId, options)
    if (accepted) return accepted
  }
  const retryAfter = result.status === 'unavailable' ? result.retryAfterSeconds : undefined
  return { auth: stale(lastKnown, retryAfter), changed: sessionAfterFailure(result) }
}

async function resolveSuccessor(
  session: Session,
  sessionId: string,
  options: ResolveOptions,
): Promise<Resolution | undefined> {
  const newer = await options.refresher.newest(session)
  // What came since may be but a token for a single tab.
  if (newer?.accessToken === session.accessToken) return undefined
  const accepted = newer && (await accept(session, newer, sessionId, options))
  if (accepted && options.refreshInBackground)
    options.refreshInBackground(options.refresher.delivered(session, newer))
  return accepted
}

/** Takes a newer session only when it is the same session of the same user. */
async function accept(
  before: Session,
  after: Session,
  sessionId: string,
  { verifier, clock, onTokenProblem }: ResolveOptions,
): Promise<Resolution | undefined> {
  const verification = await verificationOf(after, verifier)
  const { problem, resolution } = decideAcceptance({
    before,
    after,
    sessionId,
    verification,
    now: clock.now(),
  })
  if (problem) onTokenProblem?.(problem)
  return resolution
}

/** A session that came of a refresh, and what its token turned out to be. */
export interface AcceptanceState {
  before: Session
  after: Session
  sessionId: string
  verification: Exclude<TokenStatus, { status: 'none' }>
  now: number
}

/** Decides what a refreshed session is worth: nothing for `before` without a `resolution`. */
export function decideAcceptance({ before, after, sessionId, verification, now }: AcceptanceState): {
  resolution?: Resolution
  problem?: TokenProblem
} {
  if ('claims' in verification) {
    const { claims, status } = verification
    if (claims.sid !== sessionId || claims.sub !== before.user.id)
      return { problem: { reason: 'not theirs' } }
    const resolution = { auth: signedIn(after, claims), changed: after }
    if (status !== 'expired' || !refreshedJustNow(after, now)) return { resolution }
    return { resolution, problem: { reason: 'over', offsetSeconds: Math.round(now / 1000 - claims.iat) } }
  }
  const reason = verification.status === 'invalid' ? verification.reason : undefined
  const isTooLong = reason === 'too long'
  const isUnknownKey = reason === UNKNOWN_KEY
  const problem: TokenProblem | undefined = isTooLong || isUnknownKey ? { reason } : undefined
  const isForged = reason !== undefined && !isTooLong && !isUnknownKey
  const isOther = after.user.id !== before.user.id || sessionIdOf(after.accessToken) !== sessionId
  if (isForged || isOther) return { problem }
  // The new refresh token is the only good one now: it is stored even while its access token cannot be verified.
  const changed = isTooLong ? withRefreshTokenOf(after, before) : after
  return { problem, resolution: { auth: stale(undefined), changed } }
}

/** The session as it was, with the refresh token that counts now: for one whose new access token is too large to keep. */
export const withRefreshTokenOf = ({ refreshToken, rev }: Session, before: Session): Session => ({
  ...before,
  refreshToken,
  rev,
  refreshedAt: undefined,
  others: undefined,
})

/** A session that could not be confirmed, with what was known before. */
export const stale = (lastKnown: SignedIn | undefined, retryAfterSeconds?: number): Auth => ({
  status: 'stale',
  user: undefined,
  lastKnown,
  retryAfterSeconds,
})
