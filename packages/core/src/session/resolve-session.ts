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

/** The result of resolving a session, and the session to store if it changed. */
export interface Resolution {
  auth: Auth
  /** Set if the cookie must be rewritten. */
  changed?: Session
}

export interface ResolveOptions {
  verifier: TokenVerifier
  refresher: Refresher<unknown>
  clock: Clock
  /** The maximum age of a session in milliseconds, counted from the sign-in. */
  maximumAgeMs: number
  /**
   * Runs an early refresh in the background, so that the request need not wait. Set it only with a durable coordinator,
   * which keeps the result. Otherwise the next request may miss the result and use the old token again.
   */
  refreshInBackground?: (work: Promise<unknown>) => void
  /** The token of a refresh is for another user, or has already expired by this machine's clock. */
  onTokenProblem?: (problem: TokenProblem) => void
}

/** Resolves a stored session: verified, refreshed, unknown or ended. */
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
 * Decides what a request does with a session, once the session's token for the organization is verified.
 *
 * @param organizationId Default: the session's active organization.
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

/** The `auth` for a step that needs no exchange. */
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

/** The status of a token; `unknown` while the keys cannot be fetched. */
export function verificationOf(
  { accessToken }: OrganizationToken,
  verifier: TokenVerifier,
): MaybePromise<Exclude<TokenStatus, { status: 'none' }>> {
  const verification = verifier.verify(accessToken)
  // The keys could not be fetched, so nothing is known about the token and nothing is decided about the user.
  return verification instanceof Promise
    ? verification.catch(() => ({ status: 'unknown' as const }))
    : verification
}

/** Refreshes a valid token that expires soon. Whatever the result, the current token is still valid. */
async function refreshAhead(
  session: Session,
  { sessionId, auth }: Extract<ResolutionStep, { do: 'refresh ahead' }>,
  options: ResolveOptions,
): Promise<Resolution> {
  const { refresher, refreshInBackground } = options
  const newer = await resolveSuccessor(session, sessionId, options).catch(() => undefined)
  if (newer) return newer
  // In the background only the coordinator receives the new token, so it must be kept there for as long as the session
  // can last.
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

/** The session that remains after a failed refresh. */
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
  // The newer session may differ only by a token for a single tab.
  if (newer?.accessToken === session.accessToken) return undefined
  const accepted = newer && (await accept(session, newer, sessionId, options))
  if (accepted && options.refreshInBackground)
    options.refreshInBackground(options.refresher.delivered(session, newer))
  return accepted
}

/** Accepts a newer session only if it is the same session of the same user. */
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

/** A session that a refresh returned, and the status of its token. */
export interface AcceptanceState {
  before: Session
  after: Session
  sessionId: string
  verification: Exclude<TokenStatus, { status: 'none' }>
  now: number
}

/** Decides whether to use a refreshed session. No `resolution` means that it cannot be used. */
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
  // The new refresh token is the only valid one now, so it is stored even while its access token cannot be verified.
  const changed = isTooLong ? withRefreshTokenOf(after, before) : after
  return { problem, resolution: { auth: stale(undefined), changed } }
}

/** The previous session with the new refresh token, for a session whose new access token is too large to store. */
export const withRefreshTokenOf = ({ refreshToken, rev }: Session, before: Session): Session => ({
  ...before,
  refreshToken,
  rev,
  refreshedAt: undefined,
  others: undefined,
})

/** A session that could not be confirmed, with its last known state. */
export const stale = (lastKnown: SignedIn | undefined, retryAfterSeconds?: number): Auth => ({
  status: 'stale',
  user: undefined,
  lastKnown,
  retryAfterSeconds,
})
