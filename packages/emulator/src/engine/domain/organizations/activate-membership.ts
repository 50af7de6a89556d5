import type { EngineContext } from '../../context/engine-context.ts'
import { toJson } from '../../storage/json.ts'
import type { Db } from '../../storage/storage.ts'

/** Makes the user an active member, whether or not there was a membership. */
export async function activateMembership(
  context: EngineContext,
  db: Db,
  userId: string,
  organizationId: string,
  role: string,
): Promise<void> {
  const now = context.clock.now()
  await db
    .insertInto('memberships')
    .values({
      id: context.ids.next('om'),
      user_id: userId,
      organization_id: organizationId,
      status: 'active',
      roles: toJson([role]),
      created_at: now,
      updated_at: now,
    })
    .onConflict((on) =>
      on.columns(['user_id', 'organization_id']).doUpdateSet({ status: 'active', updated_at: now }),
    )
    .execute()
}

/** Only active memberships count. */
export function findActiveMembership(db: Db, userId: string, organizationId: string) {
  return db
    .selectFrom('memberships')
    .selectAll()
    .where('user_id', '=', userId)
    .where('organization_id', '=', organizationId)
    .where('status', '=', 'active')
    .executeTakeFirst()
}
