import type { Clock } from '../base/clock.ts'
import type { MaybePromise } from '../base/cryptography.ts'
import { whenReady } from '../base/cryptography.ts'
import type { Auth, SignedIn } from './auth.ts'
import { signedIn, signedOut } from './auth.ts'
import { refreshedJustNow } from './organization-token.ts'
import type { OrganizationToken, Session } from './packed-session.ts'
import type { Refresher, RefreshResult } from './refresher.ts'
import type { AccessTokenClaims, TokenProblem, TokenVerdict, TokenVerifier } from './token-verifier.ts'
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
   * of it: otherwise the next request may find nothing, and spends the old token again.
   */
  refreshInBackground?: (work: Promise<unknown>) => void
  /** A token that a refresh has just brought is for another user, or over by this machine's clock. */
  onTokenProblem?: (problem: TokenProblem) => void
}

const EARLY_SHARE = 0.2
const EARLY_MOST_MS = 60_000

/** Decides what a stored session is worth right now: verified, refreshed, unknown or over. */
export function resolveSession(session: Session, options: ResolveOptions): MaybePromise<Resolution> {
  const { verifier, clock, maximumAgeMs } = options
  if (clock.now() - session.startedAt >= maximumAgeMs) return { auth: signedOut('expired') }
  return whenReady(verdictOn(session, verifier), (verdict) => act(session, verdict, options))
}

type Judged = Extract<TokenVerdict, { claims: unknown }>
type Verdict = TokenVerdict | { status: 'unknown' }

function act(session: Session, verdict: Verdict, options: ResolveOptions): MaybePromise<Resolution> {
  switch (verdict.status) {
    case 'unknown':
    case 'early':
      return { auth: stale(undefined) }
    case 'invalid':
      return verdict.reason === UNKNOWN_KEY
        ? renewUnverifiable(session, options)
        : { auth: signedOut('invalid') }
    case 'valid':
      if (options.refresher.wasSignedOutHere(verdict.claims.sid)) return { auth: signedOut('signed-out') }
      return afterGlance(session, verdict, options)
    case 'expired':
      if (options.refresher.wasSignedOutHere(verdict.claims.sid)) return { auth: signedOut('signed-out') }
      if (refreshedJustNow(session, options.clock.now())) return { auth: signedIn(session, verdict.claims) }
      return refreshNow(session, verdict.claims.sid, signedIn(session, verdict.claims), options)
  }
}

/** The key that signed the token is gone. The session need not be: a refresh brings a token of a key that is there. */
function renewUnverifiable(session: Session, options: ResolveOptions): MaybePromise<Resolution> {
  const sid = sessionIdOf(session.accessToken)
  if (sid === undefined) return { auth: signedOut('invalid') }
  if (options.refresher.wasSignedOutHere(sid)) return { auth: signedOut('signed-out') }
  if (refreshedJustNow(session, options.clock.now())) return { auth: stale(undefined) }
  return refreshNow(session, sid, undefined, options)
}

/** What a token turned out to be; `unknown` while the keys cannot be had. */
export function verdictOn(
  { accessToken }: OrganizationToken,
  verifier: TokenVerifier,
): MaybePromise<Verdict> {
  const verdict = verifier.verify(accessToken)
  // The keys could not be fetched: nothing is known about the token, so nothing is decided about the user.
  return verdict instanceof Promise ? verdict.catch(() => ({ status: 'unknown' as const })) : verdict
}

function afterGlance(session: Session, verdict: Judged, options: ResolveOptions): MaybePromise<Resolution> {
  const { claims } = verdict
  if (isFresh(session, claims, options.clock.now())) return { auth: signedIn(session, claims) }
  return renewEarly(session, verdict, options)
}

/** Whether a token, expired or not, need not be renewed yet. */
export function isFresh(token: OrganizationToken, { exp, iat }: AccessTokenClaims, now: number): boolean {
  const early = Math.min((exp - iat) * 1000 * EARLY_SHARE, EARLY_MOST_MS)
  return exp * 1000 - now > early || refreshedJustNow(token, now)
}

/** A good token near its end is renewed before it is needed. Whatever comes of it, the token is still good now. */
async function renewEarly(session: Session, verdict: Judged, options: ResolveOptions): Promise<Resolution> {
  const { refresher, refreshInBackground } = options
  const { claims } = verdict
  const newer = await adopt(session, claims.sid, options).catch(() => undefined)
  if (newer) return newer
  // In the background nobody has the new token yet but the coordinator, so it is kept for as long as the session may last.
  const keepMs = session.startedAt + options.maximumAgeMs - options.clock.now()
  const refresh = refresher.refresh(session, claims.sid, refreshInBackground && keepMs)
  if (refreshInBackground) refreshInBackground(refresh)
  else {
    const result = await refresh
    const renewed =
      result.status === 'exchanged' && (await accept(session, result.session, claims.sid, options))
    return renewed || { auth: signedIn(session, claims), changed: leftOver(result) }
  }
  return { auth: signedIn(session, claims) }
}

/** What a refresh that failed has left of the session. */
const leftOver = (result: RefreshResult<unknown>): Session | undefined =>
  result.status === 'refused' || result.status === 'unavailable' ? result.session : undefined

async function refreshNow(
  session: Session,
  sid: string,
  lastKnown: SignedIn | undefined,
  options: ResolveOptions,
): Promise<Resolution> {
  const result = await options.refresher.refresh(session, sid)
  if (result.status === 'ended') return { auth: signedOut('revoked') }
  if (result.status === 'exchanged') {
    const latest = (await options.refresher.newest(result.session).catch(() => undefined)) ?? result.session
    const adopted = await accept(session, latest, sid, options)
    if (adopted) return adopted
  }
  const retryAfter = result.status === 'unavailable' ? result.retryAfterSeconds : undefined
  return { auth: stale(lastKnown, retryAfter), changed: leftOver(result) }
}

async function adopt(
  session: Session,
  sid: string,
  options: ResolveOptions,
): Promise<Resolution | undefined> {
  const newer = await options.refresher.newest(session)
  // What came since may be but a token for a single tab.
  if (newer?.accessToken === session.accessToken) return undefined
  const adopted = newer && (await accept(session, newer, sid, options))
  if (adopted && options.refreshInBackground)
    options.refreshInBackground(options.refresher.delivered(session, newer))
  return adopted
}

/** Takes a newer session only when it is the same session of the same person. */
async function accept(
  before: Session,
  after: Session,
  sid: string,
  { verifier, clock, onTokenProblem }: ResolveOptions,
): Promise<Resolution | undefined> {
  const verdict = await verdictOn(after, verifier)
  // The new refresh token is the only good one now: it is stored even while its access token cannot be judged.
  if (!('claims' in verdict)) {
    const isJudged = verdict.status === 'invalid' && verdict.reason !== UNKNOWN_KEY
    const isOther = after.user.id !== before.user.id || sessionIdOf(after.accessToken) !== sid
    if (verdict.status === 'invalid' && verdict.reason === 'too long') {
      onTokenProblem?.({ reason: 'too long' })
      return isOther ? undefined : { auth: stale(undefined), changed: withRefreshTokenOf(after, before) }
    }
    if (verdict.status === 'invalid' && !isJudged) onTokenProblem?.({ reason: UNKNOWN_KEY })
    return isJudged || isOther ? undefined : { auth: stale(undefined), changed: after }
  }
  if (verdict.claims.sid !== sid || verdict.claims.sub !== before.user.id) {
    onTokenProblem?.({ reason: 'not theirs' })
    return undefined
  }
  if (verdict.status === 'expired' && refreshedJustNow(after, clock.now())) {
    const offsetSeconds = Math.round(clock.now() / 1000 - verdict.claims.iat)
    onTokenProblem?.({ reason: 'over', offsetSeconds })
  }
  return { auth: signedIn(after, verdict.claims), changed: after }
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
