import { sql } from 'kysely'
import { isoTime } from '../../base/clock.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { fromJson } from '../../storage/json.ts'
import { containing, type Listed, type ListWindow, totalOf } from '../../storage/list-window.ts'
import { type Page, type PageQuery, readPage } from '../../storage/read-page.ts'
import type { EventRow } from '../../storage/tables.ts'

/** An event, as `GET /events` and webhooks return it. */
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
  context: EngineContext,
  { event }: { event?: string } = {},
): Promise<RecordedEvent[]> {
  let query = context.db.selectFrom('events').selectAll()
  if (event !== undefined) query = query.where('event', '=', event)
  const rows = await query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(CAPACITY).execute()
  return rows.reverse().map(presentEvent)
}

export interface EventFilter {
  names: string[]
  organizationId?: string | undefined
  /** Epoch milliseconds. */
  from?: number | undefined
  until?: number | undefined
}

export function readEvents(
  context: EngineContext,
  { names, organizationId, from, until }: EventFilter,
  page: PageQuery,
): Promise<Page<EventRow>> {
  let rows = context.db.selectFrom('events').selectAll('events')
  if (names.length > 0) rows = rows.where('events.event', 'in', names)
  if (organizationId) rows = rows.where('events.organization_id', '=', organizationId)
  if (from !== undefined) rows = rows.where('events.created_at', '>=', from)
  if (until !== undefined) rows = rows.where('events.created_at', '<', until)
  return readPage(rows, 'events', page, (id) =>
    context.db.selectFrom('events').select(['id', 'created_at']).where('id', '=', id).executeTakeFirst(),
  )
}

/** The columns that {@link browseEvents} can sort by. */
export const EVENT_SORTS = ['created', 'event'] as const

/** Some of all events: those with this name (any if it is empty), and with a text anywhere in the id or the data. */
export async function browseEvents(
  context: EngineContext,
  { search, sort, offset, limit }: ListWindow,
  name: string,
): Promise<Listed<EventRow>> {
  let events = context.db.selectFrom('events')
  if (name !== '') events = events.where('event', '=', name)
  if (search !== '') {
    const text = containing(search.toLowerCase())
    events = events.where((eb) => eb.or([eb('id', '=', search), eb(sql<string>`lower(data)`, 'like', text)]))
  }
  const order = sort.startsWith('-') ? 'desc' : 'asc'
  const rows = await events
    .selectAll()
    .orderBy(sort.endsWith('event') ? 'event' : 'created_at', order)
    .orderBy('id', order)
    .limit(limit)
    .offset(offset)
    .execute()
  const total = await totalOf({ offset, limit }, rows.length, () =>
    events.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  )
  return { rows, total }
}

/** The names of all recorded events. Reads one entry of the index for each name, because `distinct` would read all events. */
export async function eventNames(context: EngineContext): Promise<string[]> {
  const rows = await context.db
    .withRecursive('names(event)', (db) =>
      db
        .selectFrom('events')
        .select((eb) => eb.fn.min<string | null>('events.event').as('event'))
        .unionAll(
          db
            .selectFrom('names')
            .select((eb) =>
              eb
                .selectFrom('events')
                .select((next) => next.fn.min('events.event').as('event'))
                .whereRef('events.event', '>', 'names.event')
                .as('event'),
            )
            .where('names.event', 'is not', null),
        ),
    )
    .selectFrom('names')
    .select('names.event')
    .where('names.event', 'is not', null)
    .execute()
  return rows.map(({ event }) => String(event))
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
