import type { EngineContext } from '../../context/engine-context.ts'
import type { IdentityRow } from '../../storage/tables.ts'

/** A user's accounts at social providers. */
export function listIdentities(context: EngineContext, userId: string): Promise<IdentityRow[]> {
  return context.db
    .selectFrom('identities')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .execute()
}
