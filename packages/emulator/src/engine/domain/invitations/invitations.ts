import { fail, notFound } from '../../base/failure.ts'
import { opaqueToken } from '../../base/randomness.ts'
import { fingerprint } from '../../base/secrets.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { emailKey } from '../../contract/email-address.ts'
import { type Page, type PageQuery, readPage } from '../../storage/read-page.ts'
import type { InvitationRow } from '../../storage/tables.ts'
import { sendInvitationEmail } from '../email/send-emails.ts'
import { recordEvent } from '../events/record-event.ts'
import { recordMembership } from '../organizations/memberships.ts'
import { findOrganization, getOrganization } from '../organizations/organizations.ts'
import { addPendingMembership } from '../organizations/pending-membership.ts'
import { roleExists } from '../roles/roles.ts'
import { findUser, findUserByEmail, getUser } from '../users/find-user.ts'
import { presentUser } from '../users/user-schema.ts'
import { invitationUrl, presentInvitationEvent } from './invitation-schema.ts'

const DAY_MS = 24 * 60 * 60_000

export interface InvitationInput {
  email: string
  organization_id?: string | null
  expires_in_days?: number | null
  inviter_user_id?: string | null
  role_slug?: string | null
  /** The language of the email. */
  locale?: string | null
}

export async function getInvitation(context: EngineContext, id: string): Promise<InvitationRow> {
  const row = await context.db.selectFrom('invitations').selectAll().where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound('Invitation', id)
  return row
}

export function findInvitationByToken(
  context: EngineContext,
  token: string,
): Promise<InvitationRow | undefined> {
  return context.db
    .selectFrom('invitations')
    .selectAll()
    .where('token_hash', '=', fingerprint(token))
    .executeTakeFirst()
}

export function listInvitations(
  context: EngineContext,
  { organizationId, email }: { organizationId?: string | undefined; email?: string | undefined },
  page: PageQuery,
): Promise<Page<InvitationRow>> {
  let rows = context.db.selectFrom('invitations').selectAll('invitations')
  if (organizationId !== undefined) rows = rows.where('invitations.organization_id', '=', organizationId)
  if (email !== undefined) rows = rows.where('invitations.email_key', '=', emailKey(email))
  return readPage(rows, 'invitations', page, (id) =>
    context.db.selectFrom('invitations').select(['id', 'created_at']).where('id', '=', id).executeTakeFirst(),
  )
}

/** Newest first, with the organization's name. */
export function newestInvitations(context: EngineContext, limit: number) {
  return context.db
    .selectFrom('invitations')
    .leftJoin('organizations', 'organizations.id', 'invitations.organization_id')
    .selectAll('invitations')
    .select('organizations.name as organization')
    .orderBy('invitations.created_at', 'desc')
    .limit(limit)
    .execute()
}

/** Invites an email address, and sends an email. An invitee who has an account immediately becomes a pending member. */
export async function createInvitation(
  context: EngineContext,
  input: InvitationInput,
): Promise<InvitationRow> {
  const organizationId = input.organization_id ?? null
  if (organizationId !== null) await getOrganization(context, organizationId)
  if (input.inviter_user_id != null) await getUser(context, input.inviter_user_id)
  await requireInvitable(context, input)
  await context.limiter.count('email', input.email)
  const now = context.clock.now()
  const token = opaqueToken(context.random)
  const row = await context.db
    .insertInto('invitations')
    .values({
      id: context.ids.next('invitation'),
      email: input.email,
      email_key: emailKey(input.email),
      state: 'pending',
      token_hash: fingerprint(token),
      token_sealed: context.vault.seal(token),
      organization_id: organizationId,
      inviter_user_id: input.inviter_user_id ?? null,
      accepted_user_id: null,
      role_slug: organizationId === null ? null : (input.role_slug ?? 'member'),
      accepted_at: null,
      revoked_at: null,
      expires_at: now + (input.expires_in_days ?? 7) * DAY_MS,
      created_at: now,
      updated_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  const user = await findUserByEmail(context, input.email)
  if (user !== undefined) await addPendingMembership(context, user.id, row)
  await sendLink(context, row, input.locale)
  await recordEvent(context, 'invitation.created', presentInvitationEvent(row, now), organizationId)
  return row
}

async function requireInvitable(context: EngineContext, input: InvitationInput): Promise<void> {
  const days = input.expires_in_days
  if (days != null && days < 1)
    throw fail(400, 'expires_in_days_too_short', 'expires_in_days must be at least 1.')
  if (days != null && days > 30)
    throw fail(400, 'expires_in_days_too_long', 'expires_in_days must be at most 30.')
  if (input.role_slug != null && !(await roleExists(context, input.role_slug, input.organization_id))) {
    throw fail(400, 'invalid_role', `Role '${input.role_slug}' does not exist.`)
  }
  const user = await findUserByEmail(context, input.email)
  const organizationId = input.organization_id ?? null
  if (organizationId === null && user !== undefined) {
    throw fail(400, 'user_already_exists', 'A user with this email already exists.')
  }
  if (user !== undefined && organizationId !== null && (await isMember(context, user.id, organizationId))) {
    throw fail(400, 'user_already_organization_member', 'The user is already a member of the organization.')
  }
  const pending = await context.db
    .selectFrom('invitations')
    .select('id')
    .where('email_key', '=', emailKey(input.email))
    .where('state', '=', 'pending')
    .where('expires_at', '>', context.clock.now())
    .where('organization_id', organizationId === null ? 'is' : '=', organizationId)
    .executeTakeFirst()
  if (pending === undefined) return
  throw organizationId === null
    ? fail(400, 'email_already_invited', 'This email has a pending invitation.')
    : fail(
        400,
        'email_already_invited_to_organization',
        'This email has a pending invitation to the organization.',
      )
}

async function isMember(context: EngineContext, userId: string, organizationId: string): Promise<boolean> {
  const row = await context.db
    .selectFrom('memberships')
    .select('id')
    .where('user_id', '=', userId)
    .where('organization_id', '=', organizationId)
    .where('status', '!=', 'pending')
    .executeTakeFirst()
  return row !== undefined
}

/** Revokes a pending invitation and deletes its pending membership. Fails with 400 `invite_not_pending`. */
export async function revokeInvitation(
  context: EngineContext,
  invitation: InvitationRow,
): Promise<InvitationRow> {
  const now = context.clock.now()
  const row = await context.db
    .updateTable('invitations')
    .set({ state: 'revoked', revoked_at: now, updated_at: now })
    .where('id', '=', invitation.id)
    .where('state', '=', 'pending')
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw fail(400, 'invite_not_pending', 'The invitation is not pending.')
  const user = await findUserByEmail(context, row.email)
  if (user !== undefined && row.organization_id !== null) {
    const waiting = await context.db
      .deleteFrom('memberships')
      .where('user_id', '=', user.id)
      .where('organization_id', '=', row.organization_id)
      .where('status', '=', 'pending')
      .returningAll()
      .executeTakeFirst()
    if (waiting !== undefined) await recordMembership(context, 'deleted', waiting)
  }
  await recordEvent(context, 'invitation.revoked', presentInvitationEvent(row, now), row.organization_id)
  return row
}

/** Emails the link again and restarts its lifetime. */
export async function resendInvitation(
  context: EngineContext,
  invitation: InvitationRow,
  locale?: string | null,
): Promise<InvitationRow> {
  const now = context.clock.now()
  if (invitation.state === 'accepted') throw fail(400, 'invite_accepted', 'The invitation was accepted.')
  if (invitation.state === 'revoked') throw fail(400, 'invite_revoked', 'The invitation was revoked.')
  if (invitation.expires_at <= now) throw fail(400, 'invite_expired', 'The invitation has expired.')
  await context.limiter.count('email', invitation.email)
  await sendLink(context, invitation, locale)
  await recordEvent(
    context,
    'invitation.resent',
    presentInvitationEvent(invitation, now),
    invitation.organization_id,
  )
  return invitation
}

async function sendLink(context: EngineContext, row: InvitationRow, locale?: string | null): Promise<void> {
  const organization =
    row.organization_id === null ? undefined : await findOrganization(context, row.organization_id)
  const inviter = row.inviter_user_id === null ? undefined : await findUser(context, row.inviter_user_id)
  const token = context.vault.open(row.token_sealed)
  const user = await findUserByEmail(context, row.email)
  await sendInvitationEmail(
    context,
    { email: row.email, locale: locale ?? user?.locale },
    {
      token,
      url: invitationUrl(context, token),
      expiresAt: row.expires_at,
      place: organization?.name ?? context.settings.team_name,
      inviter: inviter && (presentUser(inviter).name ?? inviter.email),
      role: row.role_slug,
    },
  )
}
