import type { EngineContext } from '../../context/engine-context.ts'
import { recordEvent } from '../events/record-event.ts'
import { presentSession } from './session-schema.ts'

/**
 * Ends one session: its refresh tokens stop working, and the hosted pages forget the browser. Returns false if it does not
 * exist or has already ended.
 */
export async function endSession(context: EngineContext, id: string): Promise<boolean> {
  const now = context.clock.now()
  const row = await context.db
    .updateTable('sessions')
    .set({ ended_at: now, updated_at: now })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) return false
  if (row.browser_hash !== null) {
    await context.db.deleteFrom('hosted_browsers').where('hash', '=', row.browser_hash).execute()
  }
  await recordEvent(context, 'session.revoked', presentSession(row, now), row.organization_id)
  return true
}

/** Ends every session of a user. */
export async function endSessionsOf(context: EngineContext, userId: string): Promise<void> {
  const open = await context.db
    .selectFrom('sessions')
    .select('id')
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .execute()
  for (const { id } of open) await endSession(context, id)
  await context.db.deleteFrom('hosted_browsers').where('user_id', '=', userId).execute()
}
