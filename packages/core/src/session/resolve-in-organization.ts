import { signedOut, withoutOrganization } from './auth.ts'
import type { Session } from './packed-session.ts'
import type { Resolution, ResolveOptions } from './resolve-session.ts'
import { authOf, resolveSession, stale, stepOf } from './resolve-session.ts'
import { organizationOf, sessionIdOf } from './unverified-claims.ts'

const ID = /^[\w.-]{1,128}$/

/**
 * Resolves a stored session in one organization, regardless of the session's own organization. If the API refuses the
 * organization, or the text is not an id, the user is signed in without an organization.
 */
export async function resolveInOrganization(
  session: Session,
  organizationId: string,
  options: ResolveOptions,
): Promise<Resolution> {
  if (!ID.test(organizationId)) return leave(session, organizationId, options)
  if (organizationOf(session.accessToken) !== organizationId) return enter(session, organizationId, options)
  const own = await resolveSession(session, options)
  // Another tab has switched the session in the meantime.
  const hasMoved = own.auth.status === 'signed-in' && own.auth.organizationId !== organizationId
  if (!hasMoved) return own
  return latestOf(own.changed, await enter(own.changed ?? session, organizationId, options))
}

/** Stores the changes of an earlier step, unless a later step has a newer session. */
const latestOf = (earlier: Session | undefined, { auth, changed }: Resolution): Resolution => ({
  auth,
  changed: changed ?? earlier,
})

async function enter(session: Session, organizationId: string, options: ResolveOptions): Promise<Resolution> {
  const step = await stepOf(session, options, organizationId)
  if (step.do !== 'refresh' && step.do !== 'refresh ahead') return { auth: authOf(step) }
  const result = await options.refresher.enterOrganization(session, step.sessionId, organizationId)
  switch (result.status) {
    case 'exchanged':
      return accept(session, result.session, step.sessionId, organizationId, options)
    case 'ended':
      return { auth: signedOut('revoked') }
    case 'refused':
      return latestOf(result.session, await leave(result.session ?? session, organizationId, options))
    case 'unavailable': {
      const auth = step.do === 'refresh' ? stale(step.lastKnown, result.retryAfterSeconds) : step.auth
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
  // The newer refresh token is the valid one, whichever session it belongs to.
  if (sessionIdOf(newer.accessToken) !== sessionId)
    return latestOf(newer, await leave(newer, organizationId, options))
  const step = await stepOf(newer, options, organizationId)
  switch (step.do) {
    case 'doubt':
      return { auth: stale(undefined), changed: newer }
    case 'keep':
    case 'refresh ahead':
      return { auth: step.auth, changed: newer }
    case 'sign out':
      return { auth: signedOut(step.reason) }
    case 'refresh':
      if (step.lastKnown) return { auth: step.lastKnown, changed: newer }
      // The API returned a token, but not for this organization.
      return latestOf(newer, await leave(newer, organizationId, options))
  }
}

/** The user without an organization. */
async function leave(session: Session, organizationId: string, options: ResolveOptions): Promise<Resolution> {
  const { auth, changed } = await resolveSession(session, options)
  return { auth: withoutOrganization(auth, organizationId), changed }
}
