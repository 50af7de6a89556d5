import type { SignedIn } from './auth.ts'
import { signedIn, signedOut, withoutOrganization } from './auth.ts'
import { refreshedJustNow, tokenFor } from './organization-token.ts'
import type { Session } from './packed-session.ts'
import type { Resolution, ResolveOptions } from './resolve-session.ts'
import { isFresh, resolveSession, stale, verdictOn } from './resolve-session.ts'
import { organizationOf, sessionIdOf } from './unverified-claims.ts'

const ID = /^[\w.-]{1,128}$/

/**
 * Resolves a stored session in one organization, whichever organization the session itself is in. Where the API
 * refuses the organization, or the text is not an id, the user is signed in without one.
 */
export async function resolveInOrganization(
  session: Session,
  organizationId: string,
  options: ResolveOptions,
): Promise<Resolution> {
  if (!ID.test(organizationId)) return leave(session, organizationId, options)
  if (organizationOf(session.accessToken) !== organizationId) return enter(session, organizationId, options)
  const own = await resolveSession(session, options)
  // Another tab has moved the session in the meantime.
  const hasMoved = own.auth.status === 'signed-in' && own.auth.organizationId !== organizationId
  if (!hasMoved) return own
  return after(own.changed, await enter(own.changed ?? session, organizationId, options))
}

/** What is to be stored of an earlier step is stored, unless a later one has something newer. */
const after = (earlier: Session | undefined, { auth, changed }: Resolution): Resolution => ({
  auth,
  changed: changed ?? earlier,
})

async function enter(session: Session, organizationId: string, options: ResolveOptions): Promise<Resolution> {
  const { refresher, clock, maximumAgeMs } = options
  const sessionId = sessionIdOf(session.accessToken)
  if (sessionId === undefined) return { auth: signedOut('invalid') }
  if (clock.now() - session.startedAt >= maximumAgeMs) return { auth: signedOut('expired') }
  if (refresher.wasSignedOutHere(sessionId)) return { auth: signedOut('signed-out') }
  const held = await judge(session, sessionId, organizationId, options)
  if (held.status === 'unknown') return { auth: stale(undefined) }
  if (held.isFresh) return { auth: held.auth }
  const result = await refresher.enterOrganization(session, sessionId, organizationId)
  switch (result.status) {
    case 'exchanged':
      return accept(session, result.session, sessionId, organizationId, options)
    case 'ended':
      return { auth: signedOut('revoked') }
    case 'refused':
      return after(result.session, await leave(result.session ?? session, organizationId, options))
    case 'unavailable': {
      const auth = held.status === 'valid' ? held.auth : stale(held.auth, result.retryAfterSeconds)
      return { auth, changed: result.session }
    }
  }
}

async function accept(
  before: Session,
  newer: Session,
  sessionId: string,
  organizationId: string,
  options: ResolveOptions,
): Promise<Resolution> {
  if (newer.user.id !== before.user.id) return { auth: stale(undefined) }
  const got = await judge(newer, sessionId, organizationId, options)
  if (got.status === 'unknown') return { auth: stale(undefined), changed: newer }
  if (got.auth) return { auth: got.auth, changed: newer }
  // The API gave a token, but none for this organization.
  return after(newer, await leave(newer, organizationId, options))
}

/** The user without an organization. */
async function leave(session: Session, organizationId: string, options: ResolveOptions): Promise<Resolution> {
  const { auth, changed } = await resolveSession(session, options)
  return { auth: withoutOrganization(auth, organizationId), changed }
}

type Judgement =
  | { status: 'unknown' }
  | { status: 'none'; isFresh: false; auth: undefined }
  | { status: 'valid' | 'expired'; isFresh: boolean; auth: SignedIn }

/** What the session's token for the organization says about the user. `unknown` when it could not be confirmed. */
async function judge(
  session: Session,
  sessionId: string,
  organizationId: string,
  { verifier, clock }: ResolveOptions,
): Promise<Judgement> {
  const none: Judgement = { status: 'none', isFresh: false, auth: undefined }
  const token = tokenFor(session, organizationId)
  if (token === undefined) return none
  const verdict = await verdictOn(token, verifier)
  if (verdict.status === 'unknown' || verdict.status === 'early') return { status: 'unknown' }
  // One that was brought just now would be no better for another refresh: its key may be too new for us.
  if (verdict.status === 'invalid') return refreshedJustNow(token, clock.now()) ? { status: 'unknown' } : none
  const { claims, status } = verdict
  const isTheirs = claims.sid === sessionId && claims.sub === session.user.id
  if (!isTheirs || claims.org_id !== organizationId) return none
  const auth = signedIn({ ...session, ...token }, claims)
  return { status, auth, isFresh: isFresh(token, claims, clock.now()) }
}
