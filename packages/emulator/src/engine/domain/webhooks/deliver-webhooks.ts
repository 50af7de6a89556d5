import { isoTime } from '../../base/clock.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { fromJson } from '../../storage/json.ts'
import type { EventRow, WebhookDeliveryRow, WebhookEndpointRow } from '../../storage/tables.ts'
import { StorageUnavailable } from '../../storage/unavailable.ts'
import { onCommitted } from '../../storage/unit-of-work.ts'
import { presentEvent } from '../events/list-events.ts'
import { createDeliveryLease } from './delivery-lease.ts'
import { signatureHeader } from './signature.ts'

/** The delivery of one event to one endpoint. */
export interface WebhookDelivery {
  id: string
  endpoint_id: string
  event_id: string
  state: 'waiting' | 'delivered' | 'failed'
  attempts: number
  /** The HTTP status of the last attempt; null if there was no attempt or no response. */
  last_status: number | null
  created_at: string
}

/**
 * Sends events to endpoints: signed, in order per endpoint, and with retries. Deliveries are stored until they are done, so
 * that a restart loses none.
 */
export interface WebhookSender {
  enqueue(event: EventRow): Promise<void>
  /** Continues with pending deliveries. */
  wake(): void
  /** Discards the cached endpoints after a change. */
  forget(): void
  /** Whether no delivery or retry is pending. */
  readonly isIdle: boolean
  flush(): Promise<void>
  deliveries(): Promise<WebhookDelivery[]>
  /** Sends a delivery again, regardless of its result. Returns false if there is none with this id. */
  replay(id: string): Promise<boolean>
  stop(): Promise<void>
}

const TIMEOUT_MS = 5000
const DATABASE_RETRY_MS = 500
const RETRY_DELAYS_MS = [200, 1000, 4000]

export function createWebhookSender(context: EngineContext): WebhookSender {
  let endpoints: WebhookEndpointRow[] | undefined
  /** Counts changes: endpoints that were read before a change are not cached. */
  let changes = 0
  const lines = new Map<string, Promise<void>>()
  /** Endpoints with new deliveries while their queue was running. */
  const renewed = new Set<string>()
  const stopping = new AbortController()
  const lease = createDeliveryLease(context)

  // Reading endpoints for every event would slow down every write, even without any endpoint.
  async function known(): Promise<WebhookEndpointRow[]> {
    if (endpoints !== undefined) return endpoints
    const before = changes
    const found = await context.db
      .selectFrom('webhook_endpoints')
      .selectAll()
      .where('status', '=', 'enabled')
      .execute()
    // Another node may add an endpoint.
    if (!context.storage.shared && before === changes) endpoints = found
    return found
  }

  /** One queue of deliveries per endpoint: each starts after the previous one is done. */
  function run(endpointId: string): void {
    if (lines.has(endpointId)) renewed.add(endpointId)
    if (lines.has(endpointId) || stopping.signal.aborted) return
    lines.set(endpointId, drain(endpointId))
  }

  /** A temporary failure of the database does not end the queue: it continues afterward. */
  async function drain(endpointId: string): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await drainOnce(endpointId)
        // A delivery that arrived after the last query is not in its result.
        if (!renewed.delete(endpointId)) break
      } catch (error) {
        if (!(error instanceof StorageUnavailable)) throw error
        await pause(DATABASE_RETRY_MS, stopping.signal)
      }
    }
    lines.delete(endpointId)
  }

  async function drainOnce(endpointId: string): Promise<void> {
    if (context.storage.shared) await lease.acquire(endpointId, stopping.signal)
    for (;;) {
      if (context.storage.shared && !(await lease.renew(endpointId))) break
      const delivery = await nextDelivery(context, endpointId)
      if (delivery === undefined || stopping.signal.aborted) break
      await attempt(context, delivery, stopping.signal)
    }
    if (context.storage.shared) await lease.release(endpointId)
  }

  return {
    async enqueue(event) {
      const wanting = (await known()).filter((endpoint) => wants(endpoint, event.event))
      for (const endpoint of wanting) {
        await context.db
          .insertInto('webhook_deliveries')
          .values({
            id: context.ids.next('delivery'),
            endpoint_id: endpoint.id,
            event_id: event.id,
            state: 'waiting',
            attempts: 0,
            last_status: null,
            created_at: context.clock.now(),
          })
          .execute()
        onCommitted(() => run(endpoint.id))
      }
    },
    wake() {
      known().then(
        (all) =>
          all.forEach(({ id }) => {
            run(id)
          }),
        () => {},
      )
    },
    forget() {
      endpoints = undefined
      changes++
    },
    get isIdle() {
      return lines.size === 0
    },
    async flush() {
      for (;;) {
        while (lines.size > 0) await Promise.all(lines.values())
        const pending = context.storage.shared ? await pendingEndpoint(context) : undefined
        if (pending === undefined || stopping.signal.aborted) return
        // Another node has stored it. This node takes its turn, and sends what is left.
        run(pending)
      }
    },
    async deliveries() {
      const rows = await context.db
        .selectFrom('webhook_deliveries')
        .selectAll()
        .orderBy('created_at')
        .orderBy('id')
        .execute()
      return rows.map((row) => ({ ...row, created_at: isoTime(row.created_at) }))
    },
    async replay(id) {
      const row = await context.db
        .updateTable('webhook_deliveries')
        .set({ state: 'waiting', attempts: 0, last_status: null })
        .where('id', '=', id)
        .returning('endpoint_id')
        .executeTakeFirst()
      if (row !== undefined) onCommitted(() => run(row.endpoint_id))
      return row !== undefined
    },
    async stop() {
      stopping.abort()
      await Promise.all(lines.values())
    },
  }
}

/** Newest first, with the event's name and the endpoint's URL. */
export function newestDeliveries(context: EngineContext, limit: number) {
  return context.db
    .selectFrom('webhook_deliveries')
    .leftJoin('events', 'events.id', 'webhook_deliveries.event_id')
    .innerJoin('webhook_endpoints', 'webhook_endpoints.id', 'webhook_deliveries.endpoint_id')
    .selectAll('webhook_deliveries')
    .select(['events.event', 'webhook_endpoints.url'])
    .orderBy('webhook_deliveries.created_at', 'desc')
    .limit(limit)
    .execute()
}

function wants(endpoint: WebhookEndpointRow, event: string): boolean {
  const events = fromJson<string[]>(endpoint.events)
  return events.length === 0 || events.includes(event)
}

/** An endpoint with a delivery that any node has stored and none has finished. */
async function pendingEndpoint({ db }: EngineContext): Promise<string | undefined> {
  const row = await db
    .selectFrom('webhook_deliveries')
    .innerJoin('webhook_endpoints', 'webhook_endpoints.id', 'webhook_deliveries.endpoint_id')
    .select('webhook_deliveries.endpoint_id')
    .where('webhook_deliveries.state', '=', 'waiting')
    .where('webhook_endpoints.status', '=', 'enabled')
    .limit(1)
    .executeTakeFirst()
  return row?.endpoint_id
}

function nextDelivery(context: EngineContext, endpointId: string): Promise<WebhookDeliveryRow | undefined> {
  return context.db
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('state', '=', 'waiting')
    .where('endpoint_id', '=', endpointId)
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
}

async function attempt(
  context: EngineContext,
  delivery: WebhookDeliveryRow,
  signal: AbortSignal,
): Promise<void> {
  const status = await post(context, delivery, signal)
  if (signal.aborted) return
  const attempts = delivery.attempts + 1
  const delivered = status !== null && status >= 200 && status < 300
  const retryDelayMs = RETRY_DELAYS_MS[delivery.attempts]
  const state = delivered ? 'delivered' : retryDelayMs === undefined ? 'failed' : 'waiting'
  await context.db
    .updateTable('webhook_deliveries')
    .set({ attempts, last_status: status, state })
    .where('id', '=', delivery.id)
    .execute()
  if (state === 'waiting' && retryDelayMs !== undefined) await pause(retryDelayMs, signal)
}

async function post(
  context: EngineContext,
  delivery: WebhookDeliveryRow,
  signal: AbortSignal,
): Promise<number | null> {
  const endpoint = await context.db
    .selectFrom('webhook_endpoints')
    .selectAll()
    .where('id', '=', delivery.endpoint_id)
    .executeTakeFirst()
  const event = await context.db
    .selectFrom('events')
    .selectAll()
    .where('id', '=', delivery.event_id)
    .executeTakeFirst()
  if (endpoint === undefined || event === undefined) return null
  // No endpoint may receive an event that a crash could still undo.
  await context.storage.durably(async () => {})
  const body = JSON.stringify(presentEvent(event))
  try {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      redirect: 'error',
      headers: {
        'Content-Type': 'application/json',
        'WorkOS-Signature': signatureHeader(
          context.vault.open(endpoint.secret_sealed),
          context.clock.now(),
          body,
        ),
      },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    })
    await response.body?.cancel()
    return response.status
  } catch {
    return null
  }
}

/** Real time, because the endpoint is a real server. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
}
