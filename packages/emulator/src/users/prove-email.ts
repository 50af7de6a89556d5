import type { EnvironmentState } from '../environment/state.ts'
import { recordEvent } from '../events/record-event.ts'
import { presentUser } from '../schemas/user.ts'
import { endSessionsOf } from '../sessions/end-session.ts'
import type { UserRow } from '../storage/tables.ts'

/**
 * Marks the address as verified. Whoever registered an address they do not own must gain nothing when
 * its owner turns up: unless the person also knew the password, what was set up before is dropped.
 */
export async function proveEmail(
  env: EnvironmentState,
  user: UserRow,
  proven: { knowsPassword: boolean },
): Promise<UserRow> {
  if (user.email_verified === 1) return user
  const forgets = !proven.knowsPassword
  const row = await env.db
    .updateTable('users')
    .set({ email_verified: 1, updated_at: env.clock.now(), ...(forgets && { password_hash: null }) })
    .where('id', '=', user.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  if (forgets) {
    await endSessionsOf(env, user.id)
    await env.db.deleteFrom('factors').where('user_id', '=', user.id).execute()
  }
  await recordEvent(env, 'user.updated', presentUser(row))
  return row
}
