import type { Client } from '@latchkey/core/server'
import { claimInMemory, verifyWebhook } from '@latchkey/core/server'

/** An event that arrived, as administrators see it. */
export interface ReceivedEvent {
  id: string
  event: string
  createdAt: string
}

/** Receives the service's events for this site, each once, and keeps the newest. */
export interface WebhookInbox {
  /** Has events sent to this site; the endpoint's secret stays in this process. */
  subscribe(client: Client, endpointUrl: string): Promise<void>
  /** Answers a delivery: 204, or 400 for one that the service did not sign. */
  receive(request: Request): Promise<Response>
  events(): readonly ReceivedEvent[]
}

const EVENTS = ['user.created', 'user.updated', 'user.deleted']
const KEPT = 20
const SECRETS = 5

export function createWebhookInbox(clock: { now(): number }): WebhookInbox {
  const received: ReceivedEvent[] = []
  const secrets: string[] = []
  const claim = claimInMemory()

  return {
    async subscribe(client, endpointUrl) {
      const { secret } = await client.createWebhookEndpoint({ endpointUrl, events: EVENTS })
      if (secret !== undefined) secrets.unshift(secret)
      secrets.length = Math.min(secrets.length, SECRETS)
    },
    async receive(request) {
      if (secrets.length === 0) return new Response(null, { status: 400 })
      const payload = await request.arrayBuffer()
      const signature = request.headers.get('workos-signature')
      const outcome = await verifyWebhook({ payload, signature, secret: secrets, clock, claim })
      if (outcome.status === 'refused') return new Response(null, { status: 400 })
      if (outcome.status === 'verified') {
        const { id, event, createdAt } = outcome.event
        received.unshift({ id, event, createdAt })
        received.length = Math.min(received.length, KEPT)
      }
      return new Response(null, { status: 204 })
    },
    events: () => received,
  }
}
