import type { EnvironmentState } from '../environment/state.ts'
import type { IdentityRow } from '../storage/tables.ts'

/** A user's accounts at social providers. */
export function listIdentities(env: EnvironmentState, userId: string): Promise<IdentityRow[]> {
  return env.db
    .selectFrom('identities')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .execute()
}
