import type { EngineContext } from '../context/engine-context.ts'
import { toJson } from '../storage/json.ts'
import { prepareInsert } from '../storage/prepared-query.ts'
import type { EventRow } from '../storage/tables.ts'

const insert = prepareInsert((db, row: EventRow) => db.insertInto('events').values(row))

/** Adds to the environment's history, readable at `GET /events`, and hands it to webhooks. */
export async function recordEvent(
  env: EngineContext,
  event: string,
  data: object,
  organizationId: string | null = null,
): Promise<void> {
  const row = {
    id: env.ids.next('event'),
    event,
    data: toJson(data),
    organization_id: organizationId,
    created_at: env.clock.now(),
  }
  await insert(env.db, row)
  await env.listeners.eventRecorded(row)
  await forgetOldEvents(env)
}

const KEPT = 20_000
const CHECK_EVERY = 1000
const recorded = new WeakMap<EngineContext, number>()

/** Keeps a long-running environment from growing without end. */
async function forgetOldEvents(env: EngineContext): Promise<void> {
  const count = (recorded.get(env) ?? 0) + 1
  recorded.set(env, count)
  if (count % CHECK_EVERY !== 0) return
  const oldest = await env.db
    .selectFrom('events')
    .select(['created_at'])
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .offset(KEPT)
    .limit(1)
    .executeTakeFirst()
  if (oldest !== undefined)
    await env.db.deleteFrom('events').where('created_at', '<', oldest.created_at).execute()
}
