import type { EngineContext } from '../context/engine-context.ts'
import { type Page, type PageQuery, readPage } from '../storage/read-page.ts'
import type { SessionRow } from '../storage/tables.ts'

export async function findSession(env: EngineContext, id: string): Promise<SessionRow | undefined> {
  return env.db.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst()
}

/** A user's sessions that have neither ended nor expired. */
export function listActiveSessions(
  env: EngineContext,
  userId: string,
  page: PageQuery,
): Promise<Page<SessionRow>> {
  const active = env.db
    .selectFrom('sessions')
    .selectAll('sessions')
    .where('sessions.user_id', '=', userId)
    .where('sessions.ended_at', 'is', null)
    .where('sessions.expires_at', '>', env.clock.now())
  return readPage(active, 'sessions', page, (id) => findSession(env, id))
}

/** Of all users, with the user's address, the newest first. */
export function newestSessions(env: EngineContext, limit: number) {
  return env.db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .selectAll('sessions')
    .select('users.email')
    .orderBy('sessions.created_at', 'desc')
    .limit(limit)
    .execute()
}

export async function openSessionIds(env: EngineContext): Promise<string[]> {
  const rows = await env.db.selectFrom('sessions').select('id').where('ended_at', 'is', null).execute()
  return rows.map(({ id }) => id)
}

/** Ended ones among them, the newest first. */
export function sessionsOf(env: EngineContext, userId: string, limit: number): Promise<SessionRow[]> {
  return env.db
    .selectFrom('sessions')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute()
}
