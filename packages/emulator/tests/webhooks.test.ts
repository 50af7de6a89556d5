import { WorkOS } from '@workos-inc/node'
import { afterAll, expect, it } from 'vitest'
import { start, verifiedUser } from './fixture.ts'
import { type Delivery, receiveWebhooks } from './webhook-receiver.ts'

const caller = await start()
const { call, environment } = caller

interface Received extends Delivery {
  at: number
}
const received: Received[] = []
let statuses: number[] = []
const receiver = await receiveWebhooks((delivery) => {
  received.push({ at: performance.now(), ...delivery })
  return statuses.shift() ?? 200
})
const endpoint_url = receiver.url
const made = await call('POST', '/webhook_endpoints', {
  endpoint_url,
  events: ['user.created', 'user.deleted'],
})

afterAll(async () => {
  await caller.emulator.close()
  receiver.close()
})

it('E7 sends the subscribed events in order, signed so that the WorkOS SDK accepts them', async () => {
  expect(made).toMatchObject({
    status: 201,
    body: { object: 'webhook_endpoint', secret: expect.stringMatching(/^whsec_/) },
  })
  const ids = []
  for (let i = 0; i < 5; i++) ids.push(await verifiedUser(caller, `hook${i}@orchard.example`))
  await call('DELETE', `/user_management/users/${ids[0]}`)
  await environment.webhooks.flush()
  const workos = new WorkOS('sk_test_any')
  const events = await Promise.all(
    received.map(({ body, signature }) =>
      workos.webhooks.constructEvent({
        payload: JSON.parse(body),
        sigHeader: signature,
        secret: made.body.secret,
      }),
    ),
  )
  expect(events.map(({ event, data }) => [event, (data as { id: string }).id])).toEqual([
    ...ids.map((id) => ['user.created', id]),
    ['user.deleted', ids[0]],
  ])
})

it('E7 retries after a failure, before it sends anything newer', async () => {
  received.length = 0
  statuses = [500]
  await verifiedUser(caller, 'retry@orchard.example')
  await verifiedUser(caller, 'newer@orchard.example')
  await environment.webhooks.flush()
  const emails = received.map(({ body }) => JSON.parse(body).data.email)
  expect(emails).toEqual(['retry@orchard.example', 'retry@orchard.example', 'newer@orchard.example'])
  expect((received[1]?.at ?? 0) - (received[0]?.at ?? 0)).toBeGreaterThan(150)
  const deliveries = await environment.webhooks.deliveries()
  expect(deliveries.at(-2)).toMatchObject({ state: 'delivered', attempts: 2, last_status: 200 })
})

it('E7 sends only to this machine', async () => {
  for (const url of [
    'https://hooks.example/x',
    'http://127.0.0.1.evil.example/',
    'file:///etc/passwd',
    'nonsense',
  ]) {
    const { status, body } = await call('POST', '/webhook_endpoints', { endpoint_url: url })
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'invalid_url' })
  }
  expect((await call('POST', '/webhook_endpoints', { endpoint_url })).body.code).toBe('duplicate_endpoint')
})

it('stops when the endpoint is disabled or deleted', async () => {
  const path = `/webhook_endpoints/${made.body.id}`
  expect((await call('PATCH', path, { status: 'disabled' })).body.status).toBe('disabled')
  received.length = 0
  await verifiedUser(caller, 'quiet@orchard.example')
  await environment.webhooks.flush()
  expect(received).toEqual([])
  expect((await call('DELETE', path)).status).toBe(204)
  expect((await call('GET', '/webhook_endpoints')).body.data).toEqual([])
})
