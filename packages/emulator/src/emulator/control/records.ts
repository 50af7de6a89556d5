import { fail } from '../../engine/base/failure.ts'
import { listEvents } from '../../engine/domain/events/list-events.ts'
import { readBody } from '../../engine/web/http/request-body.ts'
import { validate } from '../../engine/web/http/validate.ts'
import { requestsAsHar } from '../request-log/har.ts'
import type { ControlRoute } from './control-route.ts'
import { ReplayBody } from './schemas.ts'

/** The history of an environment: requests, events and webhook deliveries. */
export function mountRecords(route: ControlRoute): void {
  route('GET', '/requests', async (environment, c) => {
    const { requests, config } = environment
    const method = c.req.query('method')?.toUpperCase()
    const path = c.req.query('path')
    const records = (await requests.all()).filter(
      (record) =>
        (method === undefined || record.method === method) && (path === undefined || record.path === path),
    )
    return c.json(
      c.req.query('format') === 'har' ? requestsAsHar(records, config.baseUrl) : { data: records },
    )
  })
  route('DELETE', '/requests', async (environment, c) => {
    await environment.requests.clear()
    return c.body(null, 204)
  })
  route('GET', '/events', async (environment, c) => {
    const event = c.req.query('event')
    return c.json({ data: await listEvents(environment, event === undefined ? {} : { event }) })
  })

  route('GET', '/webhooks', async (environment, c) =>
    c.json({ data: await environment.webhooks.deliveries() }),
  )
  route('POST', '/webhooks/flush', async (environment, c) => {
    await environment.webhooks.flush()
    return c.body(null, 204)
  })
  route('POST', '/webhooks/replay', async (environment, c) => {
    const { webhooks } = environment
    const { delivery_id: id } = validate(ReplayBody, await readBody(c.req.raw))
    if (!(await webhooks.replay(id))) throw fail(404, 'delivery_not_found', `No delivery has the id ${id}.`)
    return c.body(null, 202)
  })
}
