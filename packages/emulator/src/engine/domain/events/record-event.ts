import type { EngineContext } from '../../context/engine-context.ts'
import { toJson } from '../../storage/json.ts'
import { prepareInsert } from '../../storage/prepared-query.ts'
import type { EventRow } from '../../storage/tables.ts'

const insert = prepareInsert((db, row: EventRow) => db.insertInto('events').values(row))

/** Adds an event to the environment's history, which `GET /events` returns, and sends it to webhooks. */
export async function recordEvent(
  context: EngineContext,
  event: string,
  data: object,
  organizationId: string | null = null,
): Promise<void> {
  const row = {
    id: context.ids.next('event'),
    event,
    data: toJson(data),
    organization_id: organizationId,
    created_at: context.clock.now(),
  }
  await insert(context.db, row)
  await context.listeners.eventRecorded(row)
  await forgetOldEvents(context)
}

const MAXIMUM_EVENTS = 20_000
const CHECK_EVERY = 1000
const recorded = new WeakMap<EngineContext, number>()

/** Limits the history of a long-running environment. */
async function forgetOldEvents(context: EngineContext): Promise<void> {
  const count = (recorded.get(context) ?? 0) + 1
  recorded.set(context, count)
  if (count % CHECK_EVERY !== 0) return
  const oldest = await context.db
    .selectFrom('events')
    .select(['created_at'])
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .offset(MAXIMUM_EVENTS)
    .limit(1)
    .executeTakeFirst()
  if (oldest !== undefined)
    await context.db.deleteFrom('events').where('created_at', '<', oldest.created_at).execute()
}
