import * as v from 'valibot'
import { isoTime, isoTimeOrNull } from '../../base/clock.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { isoTimestamp } from '../../contract/values.ts'
import type { InvitationRow } from '../../storage/tables.ts'

export const Invitation = v.object({
  object: v.literal('invitation'),
  id: v.string(),
  email: v.string(),
  state: v.picklist(['pending', 'accepted', 'expired', 'revoked']),
  accepted_at: v.nullable(isoTimestamp),
  revoked_at: v.nullable(isoTimestamp),
  expires_at: isoTimestamp,
  token: v.string(),
  accept_invitation_url: v.string(),
  organization_id: v.nullable(v.string()),
  inviter_user_id: v.nullable(v.string()),
  accepted_user_id: v.nullable(v.string()),
  role_slug: v.nullable(v.string()),
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
})

export function presentInvitation(
  context: EngineContext,
  row: InvitationRow,
): v.InferOutput<typeof Invitation> {
  const token = context.vault.open(row.token_sealed)
  return {
    ...presentInvitationEvent(row, context.clock.now()),
    token,
    accept_invitation_url: invitationUrl(context, token),
  }
}

/** The invitation in events: without the token and the link. */
export function presentInvitationEvent(row: InvitationRow, now: number) {
  const expired = row.state === 'pending' && row.expires_at <= now
  return {
    object: 'invitation' as const,
    id: row.id,
    email: row.email,
    state: expired ? ('expired' as const) : row.state,
    accepted_at: isoTimeOrNull(row.accepted_at),
    revoked_at: isoTimeOrNull(row.revoked_at),
    expires_at: isoTime(row.expires_at),
    organization_id: row.organization_id,
    inviter_user_id: row.inviter_user_id,
    accepted_user_id: row.accepted_user_id,
    role_slug: row.role_slug,
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}

/** The URL in the invitation email: the application's page, or the emulator's own. */
export function invitationUrl(context: EngineContext, token: string): string {
  const page =
    context.settings.invitation_url ?? `${context.config.baseUrl}/hosted/${context.clientId}/invitation`
  const url = new URL(page)
  url.searchParams.set('invitation_token', token)
  return url.href
}
