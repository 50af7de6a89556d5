import { requestsAsHar } from '../environment/har.ts'
import { listEvents } from '../events/list-events.ts'
import { fail } from '../http/failure.ts'
import { readBody } from '../http/request-body.ts'
import { validate } from '../http/validate.ts'
import type { App } from '../server/app.ts'
import type { Locate } from './mount-control.ts'
import { ReplayBody } from './schemas.ts'

/** What has happened: requests, events, webhook deliveries. */
export function mountRecords(app: App, locate: Locate): void {
  app.get('/_emulator/requests', async (c) => {
    const { requests, config } = await locate(c)
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
  app.delete('/_emulator/requests', async (c) => {
    await (await locate(c)).requests.clear()
    return c.body(null, 204)
  })
  app.get('/_emulator/events', async (c) => {
    const event = c.req.query('event')
    return c.json({ data: await listEvents(await locate(c), event === undefined ? {} : { event }) })
  })

  app.get('/_emulator/webhooks', async (c) => c.json({ data: await (await locate(c)).webhooks.deliveries() }))
  app.post('/_emulator/webhooks/flush', async (c) => {
    await (await locate(c)).webhooks.flush()
    return c.body(null, 204)
  })
  app.post('/_emulator/webhooks/replay', async (c) => {
    const { webhooks } = await locate(c)
    const { delivery_id: id } = validate(ReplayBody, await readBody(c.req.raw))
    if (!(await webhooks.replay(id))) throw fail(404, 'delivery_not_found', `No delivery has the id ${id}.`)
    return c.body(null, 202)
  })
}
