import { failOAuth } from '../../base/failure.ts'
import { opaqueToken } from '../../base/randomness.ts'
import { fingerprint } from '../../base/secrets.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { fromJson, toJson } from '../../storage/json.ts'
import type { Db } from '../../storage/storage.ts'
import type { InvitationRow, SessionRow, UserRow } from '../../storage/tables.ts'
import { recordEvent } from '../events/record-event.ts'
import { acceptInvitation, recordAcceptance } from '../invitations/redeem-invitation.ts'
import { findActiveMembership } from '../organizations/activate-membership.ts'
import { presentUser } from '../users/user-schema.ts'
import { accessTokenOf } from './access-token.ts'
import type { Proof } from './proof.ts'
import { presentSession } from './session-schema.ts'

const DAY_MS = 24 * 60 * 60_000

/**
 * Starts the session, uses up the invitation and updates the last sign-in in one transaction. Returns the tokens after the
 * access token is signed.
 */
export async function issueSession(
  context: EngineContext,
  { proof, user, invitation }: { proof: Proof; user: UserRow; invitation: InvitationRow | undefined },
): Promise<() => Promise<object>> {
  const refreshToken = opaqueToken(context.random)
  const session = newSession(context, proof)
  const { signedIn, membership } = await context.db.transaction().execute(async (trx) => {
    if (invitation !== undefined && !(await acceptInvitation(context, trx, invitation, user.id))) {
      throw failOAuth('invitation_invalid', 'The invitation was used in the meantime.')
    }
    const membership = session.organization_id
      ? await findActiveMembership(trx, user.id, session.organization_id)
      : undefined
    if (session.organization_id !== null && membership === undefined) {
      throw failOAuth(
        'organization_membership_not_found',
        'The user is not an active member of the organization.',
      )
    }
    await trx.insertInto('sessions').values(session).execute()
    await insertRefreshToken(trx, refreshToken, session.id, session.created_at)
    if (proof.authorizationCodeHash !== undefined) {
      await trx
        .updateTable('authorization_codes')
        .set({ session_id: session.id })
        .where('hash', '=', proof.authorizationCodeHash)
        .execute()
    }
    const signedIn = await trx
      .updateTable('users')
      .set({ last_sign_in_at: session.created_at })
      .where('id', '=', user.id)
      .returningAll()
      .executeTakeFirstOrThrow()
    return { signedIn, membership }
  })

  await recordEvent(
    context,
    'session.created',
    presentSession(session, session.created_at),
    session.organization_id,
  )
  await recordSignIn(context, proof, signedIn)
  if (invitation !== undefined) await recordAcceptance(context, invitation.id)
  const sign = await accessTokenOf(context, session, signedIn, membership)
  const oauthTokens = proof.oauthTokens && { oauth_tokens: standInTokens(context, proof.oauthTokens) }
  return async () => ({
    ...sessionResponse(session, signedIn),
    access_token: await sign(),
    refresh_token: refreshToken,
    ...oauthTokens,
  })
}

/** The part that the responses to a sign-in and a refresh share. */
export function sessionResponse(session: SessionRow, user: UserRow) {
  return {
    user: presentUser(user),
    ...(session.organization_id !== null && { organization_id: session.organization_id }),
    authentication_method: session.authentication_method,
    ...(session.impersonator !== null && { impersonator: fromJson(session.impersonator) }),
  }
}

export async function insertRefreshToken(
  db: Db,
  token: string,
  sessionId: string,
  now: number,
): Promise<void> {
  await db
    .insertInto('refresh_tokens')
    .values({
      hash: fingerprint(token),
      session_id: sessionId,
      created_at: now,
      used_at: null,
      successor_sealed: null,
    })
    .execute()
}

function newSession(context: EngineContext, proof: Proof): SessionRow {
  const now = context.clock.now()
  return {
    id: context.ids.next('session'),
    user_id: proof.userId,
    organization_id: proof.organizationId ?? null,
    ip_address: proof.ipAddress ?? null,
    user_agent: proof.userAgent ?? null,
    auth_method: proof.sessionMethod,
    authentication_method: proof.authenticationMethod,
    impersonator: proof.impersonator === undefined ? null : toJson(proof.impersonator),
    auth_time: proof.authenticatedAt ?? now,
    browser_hash: proof.browserHash ?? null,
    expires_at: now + context.settings.session_days * DAY_MS,
    ended_at: null,
    created_at: now,
    updated_at: now,
  }
}

async function recordSignIn(context: EngineContext, proof: Proof, user: UserRow): Promise<void> {
  if (proof.eventKind === undefined) return
  await recordEvent(context, `authentication.${proof.eventKind}_succeeded`, {
    type: proof.eventKind,
    status: 'succeeded',
    user_id: user.id,
    email: user.email,
    ip_address: proof.ipAddress ?? null,
    user_agent: proof.userAgent ?? null,
  })
}

/** Tokens of a provider that does not exist: they are random and cannot be used. */
function standInTokens(context: EngineContext, { provider, scopes }: NonNullable<Proof['oauthTokens']>) {
  return {
    provider,
    access_token: opaqueToken(context.random, 40),
    refresh_token: opaqueToken(context.random, 40),
    expires_at: Math.floor(context.clock.now() / 1000) + 3600,
    scopes,
  }
}
