import type { EnvironmentState } from '../environment/state.ts'
import { toJson } from '../storage/json.ts'
import type { InvitationRow } from '../storage/tables.ts'
import { recordMembership } from './memberships.ts'

/** Somebody invited to organizations has just got a user record: they are pending members from now on. */
export async function admitToInvitedOrganizations(
  env: EnvironmentState,
  userId: string,
  key: string,
): Promise<void> {
  const invitations = await env.db
    .selectFrom('invitations')
    .selectAll()
    .where('email_key', '=', key)
    .where('state', '=', 'pending')
    .where('expires_at', '>', env.clock.now())
    .where('organization_id', 'is not', null)
    .execute()
  for (const invitation of invitations) await addPendingMembership(env, userId, invitation)
}

export async function addPendingMembership(
  env: EnvironmentState,
  userId: string,
  { organization_id, role_slug }: InvitationRow,
): Promise<void> {
  if (organization_id === null) return
  const now = env.clock.now()
  const added = await env.db
    .insertInto('memberships')
    .values({
      id: env.ids.next('om'),
      user_id: userId,
      organization_id,
      status: 'pending',
      roles: toJson([role_slug ?? 'member']),
      created_at: now,
      updated_at: now,
    })
    .onConflict((on) => on.columns(['user_id', 'organization_id']).doNothing())
    .returningAll()
    .executeTakeFirst()
  if (added !== undefined) await recordMembership(env, 'created', added)
}
