import * as v from 'valibot'
import { isoTime } from '../../base/clock.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { isoTimestamp } from '../../contract/values.ts'
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  listWebhookEndpoints,
  updateWebhookEndpoint,
} from '../../domain/webhooks/endpoints.ts'
import { EVENT_NAMES } from '../../domain/webhooks/event-names.ts'
import { fromJson } from '../../storage/json.ts'
import type { WebhookEndpointRow } from '../../storage/tables.ts'
import { list } from '../http/list.ts'
import { created, empty, ok, operation } from '../http/operation.ts'
import { listBody, pageQuery } from '../http/page.ts'

const STATUSES = ['enabled', 'disabled'] as const

/** An unknown name is refused, because its events would never arrive. */
const events = v.array(v.picklist(EVENT_NAMES, 'unknown_event_type'))

const WebhookEndpoint = v.object({
  object: v.literal('webhook_endpoint'),
  id: v.string(),
  endpoint_url: v.string(),
  secret: v.string(),
  status: v.picklist(STATUSES),
  events: v.array(v.string()),
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
})

export const listWebhookEndpointsOperation = operation({
  id: 'listWebhookEndpoints',
  method: 'GET',
  path: '/webhook_endpoints',
  summary: 'List webhook endpoints',
  query: v.object(pageQuery),
  responses: { 200: list(WebhookEndpoint) },
  async handle({ context, query }) {
    return ok(listBody(await listWebhookEndpoints(context, query), (row) => presentEndpoint(context, row)))
  },
})

export const createWebhookEndpointOperation = operation({
  id: 'createWebhookEndpoint',
  method: 'POST',
  path: '/webhook_endpoints',
  summary: 'Create a webhook endpoint',
  body: v.object({ endpoint_url: v.string(), events: v.optional(events, []) }),
  responses: { 201: WebhookEndpoint },
  async handle({ context, body }) {
    return created(presentEndpoint(context, await createWebhookEndpoint(context, body)))
  },
})

export const updateWebhookEndpointOperation = operation({
  id: 'updateWebhookEndpoint',
  method: 'PATCH',
  path: '/webhook_endpoints/:id',
  summary: 'Update a webhook endpoint',
  body: v.object({
    endpoint_url: v.optional(v.string()),
    events: v.optional(events),
    status: v.optional(v.picklist(STATUSES)),
  }),
  responses: { 200: WebhookEndpoint },
  async handle({ context, params, body }) {
    return ok(presentEndpoint(context, await updateWebhookEndpoint(context, params.id, body)))
  },
})

export const deleteWebhookEndpointOperation = operation({
  id: 'deleteWebhookEndpoint',
  method: 'DELETE',
  path: '/webhook_endpoints/:id',
  summary: 'Delete a webhook endpoint',
  responses: { 204: null },
  async handle({ context, params }) {
    await deleteWebhookEndpoint(context, params.id)
    return empty(204)
  },
})

export const webhookEndpointOperations = [
  listWebhookEndpointsOperation,
  createWebhookEndpointOperation,
  updateWebhookEndpointOperation,
  deleteWebhookEndpointOperation,
]

function presentEndpoint(
  context: EngineContext,
  row: WebhookEndpointRow,
): v.InferOutput<typeof WebhookEndpoint> {
  return {
    object: 'webhook_endpoint',
    id: row.id,
    endpoint_url: row.url,
    secret: context.vault.open(row.secret_sealed),
    status: row.status,
    events: fromJson(row.events),
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}
