import type { EngineContext } from '../../context/engine-context.ts'
import type { UserRow } from '../../storage/tables.ts'
import { recordEvent } from '../events/record-event.ts'
import { endSessionsOf } from '../sessions/end-session.ts'
import { presentUser } from '../users/user-schema.ts'

/**
 * Ends the user's sessions, then deletes the user. Memberships, factors, identities, codes and tokens are deleted with the row.
 */
export async function deleteUser(context: EngineContext, user: UserRow): Promise<void> {
  await endSessionsOf(context, user.id)
  await context.db.deleteFrom('users').where('id', '=', user.id).execute()
  await recordEvent(context, 'user.deleted', presentUser(user))
}
