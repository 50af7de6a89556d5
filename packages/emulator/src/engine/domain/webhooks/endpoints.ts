import { fail, failWithErrors, notFound } from '../../base/failure.ts'
import { opaqueToken } from '../../base/randomness.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { toJson } from '../../storage/json.ts'
import { type Page, type PageQuery, readPage } from '../../storage/read-page.ts'
import type { WebhookEndpointRow } from '../../storage/tables.ts'
import { onCommitted, onUndone } from '../../storage/unit-of-work.ts'

/** Registers a URL for events; an empty list of events means all. Fails with 409 `duplicate_endpoint` or 422 `invalid_url`. */
export async function createWebhookEndpoint(
  context: EngineContext,
  { endpoint_url: url, events }: { endpoint_url: string; events: string[] },
): Promise<WebhookEndpointRow> {
  requireLoopback(url)
  const now = context.clock.now()
  const row = await context.db
    .insertInto('webhook_endpoints')
    .values({
      id: context.ids.next('we'),
      url,
      secret_sealed: context.vault.seal(`whsec_${opaqueToken(context.random, 32)}`),
      status: 'enabled',
      events: toJson(events),
      created_at: now,
      updated_at: now,
    })
    .onConflict((on) => on.column('url').doNothing())
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw fail(409, 'duplicate_endpoint', 'This URL is already registered.')
  noteChange(context)
  return row
}

export function findWebhookEndpoint(
  context: EngineContext,
  id: string,
): Promise<WebhookEndpointRow | undefined> {
  return context.db.selectFrom('webhook_endpoints').selectAll().where('id', '=', id).executeTakeFirst()
}

export function listWebhookEndpoints(
  context: EngineContext,
  page: PageQuery,
): Promise<Page<WebhookEndpointRow>> {
  const rows = context.db.selectFrom('webhook_endpoints').selectAll('webhook_endpoints')
  return readPage(rows, 'webhook_endpoints', page, (id) => findWebhookEndpoint(context, id))
}

export function allWebhookEndpoints(context: EngineContext): Promise<WebhookEndpointRow[]> {
  return context.db.selectFrom('webhook_endpoints').selectAll().execute()
}

export interface WebhookEndpointChange {
  endpoint_url?: string | undefined
  events?: string[] | undefined
  status?: WebhookEndpointRow['status'] | undefined
}

/** Fails with 404, or 422 `invalid_url`. */
export async function updateWebhookEndpoint(
  context: EngineContext,
  id: string,
  change: WebhookEndpointChange,
): Promise<WebhookEndpointRow> {
  if ((await findWebhookEndpoint(context, id)) === undefined) throw notFound('Webhook Endpoint', id)
  if (change.endpoint_url !== undefined) requireLoopback(change.endpoint_url)
  const row = await context.db
    .updateTable('webhook_endpoints')
    .set({
      ...(change.endpoint_url !== undefined && { url: change.endpoint_url }),
      ...(change.events !== undefined && { events: toJson(change.events) }),
      ...(change.status !== undefined && { status: change.status }),
      updated_at: context.clock.now(),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  noteChange(context)
  return row
}

/** Fails with 404. */
export async function deleteWebhookEndpoint(context: EngineContext, id: string): Promise<void> {
  if ((await findWebhookEndpoint(context, id)) === undefined) throw notFound('Webhook Endpoint', id)
  await context.db.deleteFrom('webhook_endpoints').where('id', '=', id).execute()
  noteChange(context)
}

/** Webhooks are sent only to this machine. */
function requireLoopback(url: string): void {
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: '', hostname: '' }
  if (/^https?:$/.test(protocol) && /^(?:(?:[a-z0-9-]+\.)*localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname))
    return
  const message = 'The emulator sends webhooks to http(s) addresses on this machine only.'
  throw failWithErrors(422, 'invalid_url', message, [{ field: 'endpoint_url', code: 'invalid_url', message }])
}

/** The cached endpoints are discarded when the change is committed, and also when it is rolled back. */
function noteChange({ listeners }: EngineContext): void {
  listeners.webhookEndpointsChanged()
  onCommitted(listeners.webhookEndpointsChanged)
  onUndone(listeners.webhookEndpointsChanged)
}
