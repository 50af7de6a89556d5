import * as v from 'valibot'
import { isoTimestamp } from '../../contract/values.ts'
import { presentEvent, readEvents } from '../../domain/events/list-events.ts'
import { list } from '../http/list.ts'
import { ok, operation } from '../http/operation.ts'
import { listBody, pageQuery } from '../http/page.ts'

export const listEventsOperation = operation({
  id: 'listEvents',
  method: 'GET',
  path: '/events',
  summary: 'List events',
  query: v.object({
    ...pageQuery,
    order: v.optional(v.picklist(['asc', 'desc', 'normal'], 'invalid_order'), 'asc'),
    events: v.optional(v.union([v.string(), v.array(v.string())])),
    range_start: v.optional(isoTimestamp),
    range_end: v.optional(isoTimestamp),
    organization_id: v.optional(v.string()),
  }),
  responses: {
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
  async handle({ context, query }) {
    const { events, organization_id: organizationId, range_start: start, range_end: end } = query
    const names = events === undefined ? [] : [events].flat().flatMap((text) => text.split(','))
    const from = start === undefined ? undefined : Date.parse(start)
    const until = end === undefined ? undefined : Date.parse(end)
    return ok(
      listBody(await readEvents(context, { names, organizationId, from, until }, query), presentEvent),
    )
  },
})
