import { failOAuth } from '../../base/failure.ts'
import { opaqueToken } from '../../base/randomness.ts'
import { fingerprint } from '../../base/secrets.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import type { MembershipRow, RefreshTokenRow, SessionRow } from '../../storage/tables.ts'
import { effectiveFactors } from '../factors/effective-factors.ts'
import { findActiveMembership } from '../organizations/activate-membership.ts'
import { policyOf } from '../organizations/sign-in-policy.ts'
import { findUser } from '../users/find-user.ts'
import { signAccessToken } from './access-token.ts'
import { endSession } from './end-session.ts'
import { insertRefreshToken, sessionResponse } from './issue-session.ts'

/**
 * Exchanges a refresh token for new tokens in the same session. The old token is invalidated. Using it again after the reuse
 * window means that it was copied, and ends the session with all its tokens.
 */
export async function refreshSession(
  context: EngineContext,
  token: string,
  organizationId: string | undefined,
): Promise<object> {
  const presented = await findToken(context, token)
  const session = presented && (await findLiveSession(context, presented.session_id))
  if (presented === undefined) throw invalidToken('The token was never issued here.')
  if (session === undefined) throw invalidToken('Its session has ended or expired.')
  if (presented.used_at !== null) return reused(context, presented)

  const user = await findUser(context, session.user_id)
  if (user === undefined) throw invalidToken('Its user was deleted.')
  const membership = await scope(context, session, organizationId)
  const scoped = { ...session, organization_id: membership?.organization_id ?? null }
  const refreshToken = opaqueToken(context.random)
  const response = {
    ...sessionResponse(scoped, user),
    access_token: await signAccessToken(context, scoped, user, membership),
    refresh_token: refreshToken,
  }

  const now = context.clock.now()
  const rotated = await context.db.transaction().execute(async (trx) => {
    const claimed = await trx
      .updateTable('refresh_tokens')
      .set({ used_at: now, successor_sealed: sealedSuccessor(context, response) })
      .where('hash', '=', presented.hash)
      .where('used_at', 'is', null)
      .returning('hash')
      .executeTakeFirst()
    if (claimed === undefined) return false
    await insertRefreshToken(trx, refreshToken, session.id, now)
    await trx
      .updateTable('sessions')
      .set({ organization_id: scoped.organization_id, updated_at: now })
      .where('id', '=', session.id)
      .execute()
    return true
  })
  if (rotated) return response
  return reused(context, (await findToken(context, token)) ?? presented)
}

async function reused(context: EngineContext, token: RefreshTokenRow): Promise<object> {
  const windowMs = context.settings.refresh_reuse_window_seconds * 1000
  const age = context.clock.now() - (token.used_at ?? 0)
  if (windowMs > 0 && age <= windowMs && token.successor_sealed !== null) {
    return JSON.parse(context.vault.open(token.successor_sealed)) as object
  }
  await endSession(context, token.session_id)
  throw invalidGrant('The refresh token was already exchanged.').withDetail(
    'It was used before, outside the reuse window: the session ended.',
  )
}

function sealedSuccessor(context: EngineContext, response: object): string | null {
  return context.settings.refresh_reuse_window_seconds > 0
    ? context.vault.seal(JSON.stringify(response))
    : null
}

/** The membership for the new token: in the organization being switched to, or the current one while it is active. */
async function scope(
  context: EngineContext,
  session: SessionRow,
  organizationId: string | undefined,
): Promise<MembershipRow | undefined> {
  if (organizationId === undefined || organizationId === session.organization_id) {
    const current = session.organization_id
    return current === null ? undefined : findActiveMembership(context.db, session.user_id, current)
  }
  const organization = await context.db
    .selectFrom('organizations')
    .select('id')
    .where('id', '=', organizationId)
    .executeTakeFirst()
  if (organization === undefined)
    throw failOAuth('organization_not_found', 'The organization does not exist.')
  const membership = await findActiveMembership(context.db, session.user_id, organizationId)
  if (membership === undefined) {
    throw failOAuth(
      'organization_membership_not_found',
      'The user is not an active member of the organization.',
    )
  }
  const policy = await policyOf(context, organizationId)
  if (policy.sso_required === true && session.auth_method !== 'sso') {
    throw failOAuth('sso_required', 'The organization requires single sign-on.')
  }
  if (policy.mfa_required === true && (await effectiveFactors(context, session.user_id)).length === 0) {
    throw failOAuth('mfa_enrollment', 'The organization requires a second factor.')
  }
  return membership
}

function findToken(context: EngineContext, token: string): Promise<RefreshTokenRow | undefined> {
  return context.db
    .selectFrom('refresh_tokens')
    .selectAll()
    .where('hash', '=', fingerprint(token))
    .executeTakeFirst()
}

function findLiveSession(context: EngineContext, id: string): Promise<SessionRow | undefined> {
  return context.db
    .selectFrom('sessions')
    .selectAll()
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', context.clock.now())
    .executeTakeFirst()
}

function invalidToken(detail: string) {
  return invalidGrant('The refresh token is invalid.').withDetail(detail)
}

function invalidGrant(description: string) {
  return failOAuth('invalid_grant', description)
}
