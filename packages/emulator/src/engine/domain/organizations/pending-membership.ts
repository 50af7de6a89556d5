import { sql } from 'kysely'
import type { EngineContext } from '../../context/engine-context.ts'
import { toJson } from '../../storage/json.ts'
import { prepareQuery } from '../../storage/prepared-query.ts'
import type { InvitationRow } from '../../storage/tables.ts'
import { recordMembership } from './memberships.ts'

const openInvitations = prepareQuery((db) =>
  db
    .selectFrom('invitations')
    .selectAll()
    .where('email_key', '=', '')
    .where('expires_at', '>', 0)
    .where('state', '=', sql.lit('pending'))
    .where('organization_id', 'is not', null),
)

/** Makes a new user a pending member of every organization that invited them. */
export async function admitToInvitedOrganizations(
  context: EngineContext,
  userId: string,
  key: string,
): Promise<void> {
  for (const invitation of await openInvitations(context.db, key, context.clock.now()))
    await addPendingMembership(context, userId, invitation)
}

export async function addPendingMembership(
  context: EngineContext,
  userId: string,
  { organization_id, role_slug }: InvitationRow,
): Promise<void> {
  if (organization_id === null) return
  const now = context.clock.now()
  const added = await context.db
    .insertInto('memberships')
    .values({
      id: context.ids.next('om'),
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
  if (added !== undefined) await recordMembership(context, 'created', added)
}
