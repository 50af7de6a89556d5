import * as v from 'valibot'
import { presentEvent } from '../events/list-events.ts'
import { ok, operation } from '../http/operation.ts'
import { listBody, pageQuery, readPage } from '../http/page.ts'
import { list } from '../schemas/list.ts'
import { isoTimestamp } from '../schemas/values.ts'

export const listEventsOperation = operation({
  id: 'listEvents',
  method: 'GET',
  path: '/events',
  summary: 'List what happened',
  query: v.object({
    ...pageQuery,
    order: v.optional(v.picklist(['asc', 'desc', 'normal'], 'invalid_order'), 'asc'),
    events: v.optional(v.union([v.string(), v.array(v.string())])),
    range_start: v.optional(isoTimestamp),
    range_end: v.optional(isoTimestamp),
    organization_id: v.optional(v.string()),
  }),
  answers: {
    200: list(
      v.object({
        object: v.literal('event'),
        id: v.string(),
        event: v.string(),
        data: v.record(v.string(), v.unknown()),
        created_at: isoTimestamp,
        context: v.record(v.string(), v.unknown()),
      }),
    ),
  },
  async handle({ env, query }) {
    let rows = env.db.selectFrom('events').selectAll('events')
    const names = query.events === undefined ? [] : [query.events].flat().flatMap((text) => text.split(','))
    if (names.length > 0) rows = rows.where('events.event', 'in', names)
    if (query.organization_id) rows = rows.where('events.organization_id', '=', query.organization_id)
    if (query.range_start) rows = rows.where('events.created_at', '>=', Date.parse(query.range_start))
    if (query.range_end) rows = rows.where('events.created_at', '<', Date.parse(query.range_end))
    const page = await readPage(rows, 'events', query, (id) =>
      env.db.selectFrom('events').select(['id', 'created_at']).where('id', '=', id).executeTakeFirst(),
    )
    return ok(listBody(page, presentEvent))
  },
})
