import { claimInMemory, verifyWebhook } from '@latchkey/core/api'
import type { Client } from '@latchkey/core/server'
import { Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'

/** A received event, as shown to administrators. */
export interface ReceivedEvent {
  id: string
  event: string
  createdAt: string
}

/** Receives the API's events for this site without duplicates, and stores the newest ones. */
export interface WebhookInbox {
  /** Registers this site for events. Repeated calls use the same endpoint. Its secret stays in this process. */
  subscribe(client: Client, endpointUrl: string): Promise<void>
  /** The routes that receive webhooks. They return 204, or 400 without a valid signature. */
  routes: Hono
  events(): readonly ReceivedEvent[]
}

const EVENTS = ['user.created', 'user.updated', 'user.deleted']
const MAXIMUM_EVENTS = 20
const LARGEST_DELIVERY_BYTES = 1024 * 1024

export function createWebhookInbox(clock: { now(): number }): WebhookInbox {
  const received: ReceivedEvent[] = []
  const claim = claimInMemory()
  let own: { id: string; secret?: string } | undefined

  const routes = new Hono()
  routes.post('/', refuseUnsigned, bodyLimit({ maxSize: LARGEST_DELIVERY_BYTES }), async (c) => {
    const secret = own?.secret
    if (secret === undefined) return c.body(null, 400)
    const payload = await c.req.arrayBuffer()
    const signature = c.req.header('workos-signature')
    const outcome = await verifyWebhook({ payload, signature, secret, clock, claim })
    if (outcome.status === 'refused') return c.body(null, 400)
    if (outcome.status === 'verified') {
      const { id, event, createdAt } = outcome.event
      received.unshift({ id, event, createdAt })
      received.length = Math.min(received.length, MAXIMUM_EVENTS)
    }
    return c.body(null, 204)
  })

  return {
    routes,
    async subscribe(client, endpointUrl) {
      const { data } = await client.listWebhookEndpoints({ limit: 100 })
      const here = data.filter((endpoint) => endpoint.endpointUrl === endpointUrl)
      const stored = here.find(({ id }) => id === own?.id)
      if (stored) {
        await client.updateWebhookEndpoint({
          webhookEndpointId: stored.id,
          status: 'enabled',
          events: EVENTS,
        })
        return
      }
      // These endpoints are from an earlier run, and their secret is no longer known.
      for (const { id } of here) await client.deleteWebhookEndpoint({ webhookEndpointId: id })
      own = await client.createWebhookEndpoint({ endpointUrl, events: EVENTS })
    },
    events: () => received,
  }
}

/** Refuses requests without a signature before their body is read. */
const refuseUnsigned: MiddlewareHandler = async (c, next) => {
  if (!c.req.header('workos-signature')) return c.body(null, 400)
  return next()
}
