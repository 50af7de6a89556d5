import type { SignedIn } from './auth.ts'
import { signedIn } from './auth.ts'
import { refreshedJustNow, tokenFor } from './organization-token.ts'
import type { OrganizationToken, Session } from './packed-session.ts'
import type { SignedOutReason } from './session-payload.ts'
import type { AccessTokenClaims, TokenVerification } from './token-verifier.ts'
import { UNKNOWN_KEY } from './token-verifier.ts'
import { sessionIdOf } from './unverified-claims.ts'

/**
 * The status of a token: `unknown` while the keys cannot be fetched, `none` if the session has no token for the
 * organization.
 */
export type TokenStatus = TokenVerification | { status: 'unknown' } | { status: 'none' }

/** What is known about a session when a request is resolved. */
export interface ResolutionState {
  session: Session
  /** The requested organization. Absent: the session's active one. */
  organizationId?: string
  /** The status of the session's token for that organization. Absent until the token is verified. */
  verification?: TokenStatus
  /** Whether this process has signed a session out. */
  wasSignedOutHere: (sessionId: string) => boolean
  /** The maximum age of a session in milliseconds, counted from the sign-in. */
  maximumAgeMs: number
  now: number
}

/**
 * What to do next.
 *
 * - `sign out`: the session has ended.
 * - `doubt`: the state is unknown right now, and a refresh would not help.
 * - `keep`: the token is valid.
 * - `refresh ahead`: the token is valid, but expires soon.
 * - `refresh`: a new token is needed first.
 */
export type ResolutionStep =
  | { do: 'sign out'; reason: SignedOutReason }
  | { do: 'doubt' }
  | { do: 'keep'; auth: SignedIn }
  | { do: 'refresh ahead'; sessionId: string; auth: SignedIn }
  | { do: 'refresh'; sessionId: string; lastKnown: SignedIn | undefined }

/** The next step depends on the token, so it must be verified first. */
export interface Undecided {
  do: 'verify'
}

/** Decides what a request does with a session: the rules, in order of precedence. */
export function decideResolution(state: ResolutionState & { verification: TokenStatus }): ResolutionStep
export function decideResolution(state: ResolutionState): ResolutionStep | Undecided
export function decideResolution(state: ResolutionState): ResolutionStep | Undecided {
  const { session, organizationId, verification, maximumAgeMs, now } = state
  if (now - session.startedAt >= maximumAgeMs) return { do: 'sign out', reason: 'expired' }
  if (verification === undefined) return { do: 'verify' }
  const isOwn = organizationId === undefined
  const isForged = isOwn && verification.status === 'invalid' && verification.reason !== UNKNOWN_KEY
  if (isForged) return { do: 'sign out', reason: 'invalid' }
  const isUnknown = verification.status === 'unknown' || verification.status === 'early'
  // Reading the id from a token costs more than everything else here, so nearly every request takes it from the
  // verified claims.
  const sessionId =
    isOwn && 'claims' in verification ? verification.claims.sid : sessionIdOf(session.accessToken)
  if (sessionId === undefined) return isUnknown ? { do: 'doubt' } : { do: 'sign out', reason: 'invalid' }
  if (state.wasSignedOutHere(sessionId)) return { do: 'sign out', reason: 'signed-out' }
  if (isUnknown) return { do: 'doubt' }
  const another: ResolutionStep = { do: 'refresh', sessionId, lastKnown: undefined }
  const token = isOwn ? session : tokenFor(session, organizationId)
  if (token === undefined || verification.status === 'none') return another
  if (!('claims' in verification)) {
    // An unknown key does not mean that the session has ended. But after a refresh a moment ago, the key may be too new
    // for the key set.
    return refreshedJustNow(token, now) ? { do: 'doubt' } : another
  }
  const { claims, status } = verification
  const isSameUser = claims.sid === sessionId && claims.sub === session.user.id
  if (!isOwn && !(isSameUser && claims.org_id === organizationId)) return another
  const auth = signedIn(isOwn ? session : { ...session, ...token }, claims)
  if (isFresh(token, claims, now)) return { do: 'keep', auth }
  return status === 'valid'
    ? { do: 'refresh ahead', sessionId, auth }
    : { do: 'refresh', sessionId, lastKnown: auth }
}

const EARLY_SHARE = 0.2
const EARLY_MOST_MS = 60_000

/** Whether a token need not be refreshed yet, even if it has expired by this machine's clock. */
function isFresh(token: OrganizationToken, { exp, iat }: AccessTokenClaims, now: number): boolean {
  const early = Math.min((exp - iat) * 1000 * EARLY_SHARE, EARLY_MOST_MS)
  return exp * 1000 - now > early || refreshedJustNow(token, now)
}
