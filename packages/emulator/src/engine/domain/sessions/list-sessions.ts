import type { EngineContext } from '../../context/engine-context.ts'
import { type Page, type PageQuery, readPage } from '../../storage/read-page.ts'
import type { SessionRow } from '../../storage/tables.ts'

export async function findSession(context: EngineContext, id: string): Promise<SessionRow | undefined> {
  return context.db.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst()
}

/** A user's sessions that have neither ended nor expired. */
export function listActiveSessions(
  context: EngineContext,
  userId: string,
  page: PageQuery,
): Promise<Page<SessionRow>> {
  const active = context.db
    .selectFrom('sessions')
    .selectAll('sessions')
    .where('sessions.user_id', '=', userId)
    .where('sessions.ended_at', 'is', null)
    .where('sessions.expires_at', '>', context.clock.now())
  return readPage(active, 'sessions', page, (id) => findSession(context, id))
}

/** For all users, with their email address, newest first. */
export function newestSessions(context: EngineContext, limit: number) {
  return context.db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .selectAll('sessions')
    .select('users.email')
    .orderBy('sessions.created_at', 'desc')
    .limit(limit)
    .execute()
}

export async function openSessionIds(context: EngineContext): Promise<string[]> {
  const rows = await context.db.selectFrom('sessions').select('id').where('ended_at', 'is', null).execute()
  return rows.map(({ id }) => id)
}

/** Includes ended sessions, newest first. */
export function sessionsOf(context: EngineContext, userId: string, limit: number): Promise<SessionRow[]> {
  return context.db
    .selectFrom('sessions')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute()
}
