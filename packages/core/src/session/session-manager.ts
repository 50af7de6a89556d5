import type { SignedIn } from './auth.ts'
import { signedIn } from './auth.ts'
import type { SetCookie } from './cookie.ts'
import { SESSION_BUDGET } from './cookie-budget.ts'
import type { Session } from './packed-session.ts'
import type { ExchangeResult, RefreshResult } from './refresh-result.ts'
import type { Refresher } from './refresher.ts'
import { stale } from './resolve-session.ts'
import type { PendingCookies, Resolved } from './resolved.ts'
import { NO_COOKIES } from './resolved.ts'
import { readSessionCookie } from './session-cookie.ts'
import type { SessionIssuerOptions } from './session-issuer.ts'
import { createSessionIssuer } from './session-issuer.ts'
import type { SessionReaderOptions } from './session-reader.ts'
import { createSessionReader } from './session-reader.ts'
import type { SessionResolverOptions } from './session-resolver.ts'
import { createSessionResolver } from './session-resolver.ts'
import type { SessionWriterOptions } from './session-writer.ts'
import { createSessionWriter, tooLarge } from './session-writer.ts'
import type { TokenProblem, TokenVerification, TokenVerifier } from './token-verifier.ts'
import { UNKNOWN_KEY } from './token-verifier.ts'
import { hasActor } from './unverified-claims.ts'

/** A session that was ended in this app. */
export interface EndedSession {
  sessionId: string
  userId: string
  /** Whether someone was impersonating the user in this session. */
  isImpersonated: boolean
}

/** The result of switching organizations. */
export type SwitchResult<Refusal> =
  | { status: 'switched'; resolved: Resolved }
  | { status: 'ended' }
  /**
   * The API allowed the switch, but the new session is too large for cookies: the session stays in its organization.
   */
  | { status: 'too_large'; cookies: PendingCookies }
  | (Extract<ExchangeResult<Refusal>, { status: 'refused' | 'unavailable' }> & {
      /** Set if the session was refreshed anyway. */
      cookies?: PendingCookies
    })

export interface Sessions<Refusal> {
  /**
   * Never throws: a damaged cookie counts as no session, and an unreachable API as a stale one.
   *
   * @param options.organizationId The organization to resolve for. Default: the session's.
   * @param options.refresh `false` exchanges no token and writes no cookie. Default `true`.
   */
  resolve(
    cookieHeader: string | null,
    options?: { organizationId?: string; refresh?: boolean },
  ): Promise<Resolved>
  /** Starts a session; `undefined` if its token cannot be verified or belongs to another user. */
  start(
    cookieHeader: string | null,
    session: Session,
  ): Promise<{ resolved: Resolved; auth: SignedIn } | undefined>
  /** Moves the session to another organization. */
  switchOrganization(cookieHeader: string | null, organizationId: string): Promise<SwitchResult<Refusal>>
  /** Gets a token of another organization for a tab that is pinned to it. The session stays in its own organization. */
  enterOrganization(cookieHeader: string | null, organizationId: string): Promise<SwitchResult<Refusal>>
  /**
   * Refreshes the session although its access token is valid, because the user has left the organization of the token.
   */
  renew(cookieHeader: string | null): Promise<SwitchResult<Refusal>>
  /** Rewrites the session with changed user data. */
  update(cookieHeader: string | null, change: Pick<Session, 'user'>): Promise<PendingCookies>
  /** Marks a session that was ended elsewhere, so that its cookie and access token are no longer accepted here. */
  forget(sessionId: string): Promise<void>
  /** Ends the session in this app and marks it, so that no refresh in progress restores it, unless it is `except`. */
  end(
    cookieHeader: string | null,
    except?: string,
  ): Promise<{ cookies: readonly SetCookie[]; ended: EndedSession | undefined }>
}

export interface SessionsOptions<Refusal> extends SessionReaderOptions, SessionWriterOptions {
  verifier: TokenVerifier
  refresher: Refresher<Refusal>
  /** Absent: the request waits for the refresh, so that its cookie is added to this response. */
  refreshInBackground?: SessionResolverOptions['refreshInBackground']
  onResolved?: SessionResolverOptions['onResolved']
  /** A token that the API has just issued is for another user, or has already expired by this machine's clock. */
  onTokenProblem?: (problem: TokenProblem) => void
  /** Called with a session that is too large for cookies. */
  onUnwritable?: SessionIssuerOptions['onUnwritable']
  onMetadataOmitted?: SessionWriterOptions['onMetadataOmitted']
}

/** The sessions of an app's visitors: reads, verifies and refreshes them, and writes their cookies. */
export function createSessions<Refusal>(options: SessionsOptions<Refusal>): Sessions<Refusal> {
  const { verifier, refresher, scope, clock, onTokenProblem } = options
  const reader = createSessionReader(options)
  const { find, findById } = reader
  const writer = createSessionWriter(options)
  const { issue, store } = createSessionIssuer({ reader, writer, ...options })
  const { resolve, resolveAs, clearAll } = createSessionResolver({ reader, writer, store, ...options })

  async function choose(
    header: string | null,
    pick: (session: Session, sessionId: string) => Promise<RefreshResult<Refusal>>,
    seenIn?: string,
  ): Promise<SwitchResult<Refusal>> {
    const found = await findById(header)
    if (found === undefined) return { status: 'ended' }
    const result = await pick(found.session, found.sessionId)
    if (result.status === 'refused' || result.status === 'unavailable') {
      const { session, ...failure } = result
      if (session === undefined) return failure
      const { resolved } = await store(stale(undefined), session, found.session, header)
      return { ...failure, cookies: resolved.cookies }
    }
    if (result.status === 'ended') return result
    const { auth, changed = result.session } = await resolveAs(result.session, seenIn)
    // The old token is used up, so the new one is stored whether or not it can be verified right now.
    const { resolved, isTooLarge } = await store(auth, changed, found.session, header)
    return isTooLarge ? { status: 'too_large', cookies: resolved.cookies } : { status: 'switched', resolved }
  }

  async function forget(sessionId: string): Promise<void> {
    verifier.forget(sessionId)
    reader.forget(sessionId)
    await refresher.markSignedOut(sessionId).catch(() => {})
  }

  return {
    resolve,
    forget,
    async start(header, session) {
      const verification = await verifier.verify(session.accessToken)
      if (verification.status === 'invalid' && verification.reason === 'too long')
        throw tooLarge('session', session.accessToken.length, SESSION_BUDGET)
      const problem = problemOf(verification, session, clock.now())
      if (problem) onTokenProblem?.(problem)
      if (problem || verification.status !== 'valid') return undefined
      const auth = signedIn(session, verification.claims)
      return { auth, resolved: await issue(auth, session, header) }
    },
    switchOrganization: (header, organizationId) =>
      choose(header, (...named) => refresher.switchOrganization(...named, organizationId)),
    enterOrganization: (header, organizationId) =>
      choose(
        header,
        (...named) => refresher.enterOrganization(...named, organizationId, true),
        organizationId,
      ),
    renew: (header) => choose(header, refresher.renew),
    async update(header, change) {
      const { session } = await find(header)
      if (session === undefined || session.user.id !== change.user.id) return NO_COOKIES
      const latest = (await refresher.newest(session).catch(() => undefined)) ?? session
      const changed = { ...latest, user: change.user, rev: nextRev(latest.rev, clock.now()) }
      return (await store(stale(undefined), changed, latest, header)).resolved.cookies
    },
    async end(header, except) {
      const cookies = await clearAll(readSessionCookie(scope, header).names, header)
      const found = await findById(header)
      if (found === undefined || found.sessionId === except) return { cookies, ended: undefined }
      const { session, sessionId } = found
      await forget(sessionId)
      const isImpersonated = session.impersonator !== undefined || hasActor(session.accessToken)
      return { cookies, ended: { sessionId, userId: session.user.id, isImpersonated } }
    },
  }
}

/** The problem with a token that the API has just issued for the session, beyond what the verifier has reported. */
function problemOf(
  verification: TokenVerification,
  { user }: Session,
  now: number,
): TokenProblem | undefined {
  if (!('claims' in verification)) {
    const isUnknown = verification.status === 'invalid' && verification.reason === UNKNOWN_KEY
    return isUnknown ? { reason: UNKNOWN_KEY } : undefined
  }
  const { status, claims } = verification
  if (claims.sub !== user.id) return { reason: 'not theirs' }
  return status === 'expired'
    ? { reason: 'over', offsetSeconds: Math.round(now / 1000 - claims.iat) }
    : undefined
}

/** Revisions are based on the time, so that those of a new session are higher than those of every earlier session. */
export const nextRev = (rev: number, now: number): number => Math.max(rev + 1, now)
