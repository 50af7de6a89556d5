import { fail, failOAuth } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { emailKey } from '../../contract/email-address.ts'
import type { Db } from '../../storage/storage.ts'
import type { InvitationRow } from '../../storage/tables.ts'
import { recordEvent } from '../events/record-event.ts'
import { activateMembership, findActiveMembership } from '../organizations/activate-membership.ts'
import { recordMembership } from '../organizations/memberships.ts'
import { findUserByEmail } from '../users/find-user.ts'
import { presentInvitationEvent } from './invitation-schema.ts'
import { findInvitationByToken } from './invitations.ts'

/** Returns the pending invitation with this token. Fails with 400 `invitation_invalid`. */
export async function findPendingInvitation(context: EngineContext, token: string): Promise<InvitationRow> {
  const row = await findInvitationByToken(context, token)
  if (row === undefined || row.state !== 'pending' || row.expires_at <= context.clock.now()) {
    throw failOAuth('invitation_invalid', 'The invitation is unknown, used, revoked or expired.')
  }
  return row
}

/** Returns the invitation if it is for this email address. Another user's attempt leaves it pending. */
export async function findRedeemableInvitation(
  context: EngineContext,
  token: string,
  email: string,
): Promise<InvitationRow> {
  const invitation = await findPendingInvitation(context, token)
  if (invitation.email_key !== emailKey(email)) {
    throw failOAuth('invitation_cannot_be_used_for_email', 'The invitation was sent to another address.')
  }
  return invitation
}

/** Accepts the invitation inside the caller's transaction. Returns false if another request accepted it first. */
export async function acceptInvitation(
  context: EngineContext,
  db: Db,
  invitation: InvitationRow,
  userId: string,
): Promise<boolean> {
  const now = context.clock.now()
  const accepted = await db
    .updateTable('invitations')
    .set({ state: 'accepted', accepted_at: now, accepted_user_id: userId, updated_at: now })
    .where('id', '=', invitation.id)
    .where('state', '=', 'pending')
    .returning('id')
    .executeTakeFirst()
  if (accepted === undefined) return false
  if (invitation.organization_id !== null) {
    await activateMembership(
      context,
      db,
      userId,
      invitation.organization_id,
      invitation.role_slug ?? 'member',
    )
  }
  return true
}

/** Accepts the invitation for the user with its email address. Fails with 400 `invite_not_pending` or `invalid_invite`. */
export async function acceptForItsUser(context: EngineContext, invitation: InvitationRow): Promise<void> {
  if (invitation.state !== 'pending' || invitation.expires_at <= context.clock.now()) throw notPending()
  const user = await findUserByEmail(context, invitation.email)
  if (user === undefined) throw fail(400, 'invalid_invite', 'No user has the invited address yet.')
  if (!(await acceptAtOnce(context, invitation, user.id))) throw notPending()
}

/** Like {@link acceptInvitation}, but in its own transaction, and recorded as an event. */
export async function acceptAtOnce(
  context: EngineContext,
  invitation: InvitationRow,
  userId: string,
): Promise<boolean> {
  const accepted = await context.db
    .transaction()
    .execute((trx) => acceptInvitation(context, trx, invitation, userId))
  if (accepted) await recordAcceptance(context, invitation.id)
  return accepted
}

function notPending() {
  return fail(400, 'invite_not_pending', 'The invitation is not pending.')
}

export async function recordAcceptance(context: EngineContext, invitationId: string): Promise<void> {
  const row = await context.db
    .selectFrom('invitations')
    .selectAll()
    .where('id', '=', invitationId)
    .executeTakeFirstOrThrow()
  await recordEvent(
    context,
    'invitation.accepted',
    presentInvitationEvent(row, context.clock.now()),
    row.organization_id,
  )
  if (row.organization_id === null || row.accepted_user_id === null) return
  const membership = await findActiveMembership(context.db, row.accepted_user_id, row.organization_id)
  if (membership === undefined) return
  await recordMembership(
    context,
    membership.created_at === membership.updated_at ? 'created' : 'updated',
    membership,
  )
}
