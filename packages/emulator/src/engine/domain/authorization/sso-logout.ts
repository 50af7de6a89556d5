import { notFound } from '../../base/failure.ts'
import { opaqueToken } from '../../base/randomness.ts'
import { fingerprint } from '../../base/secrets.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { storeProof } from '../authentication/pending-token.ts'
import { endSession } from '../sessions/end-session.ts'
import { findUser } from '../users/find-user.ts'

/** Creates a token that signs the user of a profile out in the browser, once, within ten minutes. Fails with 404. */
export async function authorizeLogout(
  context: EngineContext,
  profileId: string,
): Promise<{ logout_url: string; logout_token: string }> {
  const user = await findUser(context, profileId.replace(/^prof_/, 'user_'))
  if (user === undefined || !profileId.startsWith('prof_')) throw notFound('Profile', profileId)
  const token = opaqueToken(context.random)
  await storeProof(context, hashOf(token), {
    userId: user.id,
    authenticationMethod: 'SSO',
    sessionMethod: 'sso',
    secondFactor: false,
  })
  const query = new URLSearchParams({ token })
  return { logout_url: `${context.config.baseUrl}/sso/logout?${query}`, logout_token: token }
}

export async function hasLogoutToken(context: EngineContext, token: string): Promise<boolean> {
  const row = await context.db
    .selectFrom('pending_tokens')
    .select('hash')
    .where('hash', '=', hashOf(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', context.clock.now())
    .executeTakeFirst()
  return row !== undefined
}

/** Ends the sessions that the identity provider started. Returns false if the token is used or expired. */
export async function logoutWithToken(context: EngineContext, token: string): Promise<boolean> {
  const now = context.clock.now()
  const used = await context.db
    .updateTable('pending_tokens')
    .set({ used_at: now })
    .where('hash', '=', hashOf(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('user_id')
    .executeTakeFirst()
  if (used === undefined) return false
  const open = await context.db
    .selectFrom('sessions')
    .select('id')
    .where('user_id', '=', used.user_id)
    .where('auth_method', '=', 'sso')
    .where('ended_at', 'is', null)
    .execute()
  for (const { id } of open) await endSession(context, id)
  return true
}

/** Stored with the pending tokens, but does not work as one. */
function hashOf(token: string): string {
  return fingerprint(`logout:${token}`)
}
