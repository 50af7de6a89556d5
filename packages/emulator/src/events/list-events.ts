import { isoTime } from '../clock.ts'
import type { EnvironmentState } from '../environment/state.ts'
import { fromJson } from '../storage/json.ts'
import type { EventRow } from '../storage/tables.ts'

/** Something that happened, as `GET /events` and webhooks tell it. */
export interface RecordedEvent {
  object: 'event'
  id: string
  event: string
  data: Record<string, unknown>
  created_at: string
  context: Record<string, unknown>
}

const CAPACITY = 1000

export async function listEvents(
  env: EnvironmentState,
  { event }: { event?: string } = {},
): Promise<RecordedEvent[]> {
  let query = env.db.selectFrom('events').selectAll()
  if (event !== undefined) query = query.where('event', '=', event)
  const rows = await query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(CAPACITY).execute()
  return rows.reverse().map(presentEvent)
}

export function presentEvent(row: EventRow): RecordedEvent {
  return {
    object: 'event',
    id: row.id,
    event: row.event,
    data: fromJson(row.data),
    created_at: isoTime(row.created_at),
    context: {},
  }
}
