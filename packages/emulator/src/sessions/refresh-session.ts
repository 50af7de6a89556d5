import type { EngineContext } from '../context/engine-context.ts'
import { effectiveFactors } from '../factors/effective-factors.ts'
import { failOAuth } from '../http/failure.ts'
import { findActiveMembership } from '../organizations/activate-membership.ts'
import { policyOf } from '../organizations/sign-in-policy.ts'
import { opaqueToken } from '../randomness.ts'
import { fingerprint } from '../secrets.ts'
import type { MembershipRow, RefreshTokenRow, SessionRow } from '../storage/tables.ts'
import { findUser } from '../users/find-user.ts'
import { signAccessToken } from './access-token.ts'
import { endSession } from './end-session.ts'
import { insertRefreshToken, sessionAnswer } from './issue-session.ts'

/**
 * Trades a refresh token for a new pair in the same session. The old token dies; using it again after
 * the reuse window means that somebody copied it, and ends the session with all its tokens.
 */
export async function refreshSession(
  env: EngineContext,
  token: string,
  organizationId: string | undefined,
): Promise<object> {
  const presented = await findToken(env, token)
  const session = presented && (await findLiveSession(env, presented.session_id))
  if (presented === undefined) throw invalidToken('The token was never issued here.')
  if (session === undefined) throw invalidToken('Its session has ended or expired.')
  if (presented.used_at !== null) return reused(env, presented)

  const user = await findUser(env, session.user_id)
  if (user === undefined) throw invalidToken('Its user was deleted.')
  const membership = await scope(env, session, organizationId)
  const scoped = { ...session, organization_id: membership?.organization_id ?? null }
  const refreshToken = opaqueToken(env.random)
  const answer = {
    ...sessionAnswer(scoped, user),
    access_token: await signAccessToken(env, scoped, user, membership),
    refresh_token: refreshToken,
  }

  const now = env.clock.now()
  const rotated = await env.db.transaction().execute(async (trx) => {
    const claimed = await trx
      .updateTable('refresh_tokens')
      .set({ used_at: now, successor_sealed: keptAnswer(env, answer) })
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
  if (rotated) return answer
  return reused(env, (await findToken(env, token)) ?? presented)
}

async function reused(env: EngineContext, token: RefreshTokenRow): Promise<object> {
  const windowMs = env.settings.refresh_reuse_window_seconds * 1000
  const age = env.clock.now() - (token.used_at ?? 0)
  if (windowMs > 0 && age <= windowMs && token.successor_sealed !== null) {
    return JSON.parse(env.vault.open(token.successor_sealed)) as object
  }
  await endSession(env, token.session_id)
  throw invalidGrant('The refresh token was already exchanged.').withDetail(
    'It was used before, outside the reuse window: the session ended.',
  )
}

function keptAnswer(env: EngineContext, answer: object): string | null {
  return env.settings.refresh_reuse_window_seconds > 0 ? env.vault.seal(JSON.stringify(answer)) : null
}

/** The membership that the new token speaks for: the one switched to, or the current one while it lasts. */
async function scope(
  env: EngineContext,
  session: SessionRow,
  organizationId: string | undefined,
): Promise<MembershipRow | undefined> {
  if (organizationId === undefined || organizationId === session.organization_id) {
    const current = session.organization_id
    return current === null ? undefined : findActiveMembership(env.db, session.user_id, current)
  }
  const organization = await env.db
    .selectFrom('organizations')
    .select('id')
    .where('id', '=', organizationId)
    .executeTakeFirst()
  if (organization === undefined)
    throw failOAuth('organization_not_found', 'The organization does not exist.')
  const membership = await findActiveMembership(env.db, session.user_id, organizationId)
  if (membership === undefined) {
    throw failOAuth(
      'organization_membership_not_found',
      'The user is not an active member of the organization.',
    )
  }
  const policy = await policyOf(env, organizationId)
  if (policy.sso_required === true && session.auth_method !== 'sso') {
    throw failOAuth('sso_required', 'The organization requires single sign-on.')
  }
  if (policy.mfa_required === true && (await effectiveFactors(env, session.user_id)).length === 0) {
    throw failOAuth('mfa_enrollment', 'The organization requires a second factor.')
  }
  return membership
}

function findToken(env: EngineContext, token: string): Promise<RefreshTokenRow | undefined> {
  return env.db
    .selectFrom('refresh_tokens')
    .selectAll()
    .where('hash', '=', fingerprint(token))
    .executeTakeFirst()
}

function findLiveSession(env: EngineContext, id: string): Promise<SessionRow | undefined> {
  return env.db
    .selectFrom('sessions')
    .selectAll()
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', env.clock.now())
    .executeTakeFirst()
}

function invalidToken(detail: string) {
  return invalidGrant('The refresh token is invalid.').withDetail(detail)
}

function invalidGrant(description: string) {
  return failOAuth('invalid_grant', description)
}
