import * as v from 'valibot'
import { isoTime } from '../clock.ts'
import type { EnvironmentState } from '../environment/state.ts'
import { notFound } from '../http/failure.ts'
import { created, empty, ok, operation } from '../http/operation.ts'
import { listBody, pageQuery, readPage } from '../http/page.ts'
import { list } from '../schemas/list.ts'
import { isoTimestamp } from '../schemas/values.ts'
import { fromJson, toJson } from '../storage/json.ts'
import type { WebhookEndpointRow } from '../storage/tables.ts'
import { addEndpoint, requireLoopback } from './endpoints.ts'

const STATUSES = ['enabled', 'disabled'] as const

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

export const listWebhookEndpoints = operation({
  id: 'listWebhookEndpoints',
  method: 'GET',
  path: '/webhook_endpoints',
  summary: 'List webhook endpoints',
  query: v.object(pageQuery),
  answers: { 200: list(WebhookEndpoint) },
  async handle({ env, query }) {
    const rows = env.db.selectFrom('webhook_endpoints').selectAll('webhook_endpoints')
    const page = await readPage(rows, 'webhook_endpoints', query, (id) => findEndpoint(env, id))
    return ok(listBody(page, (row) => presentEndpoint(env, row)))
  },
})

export const createWebhookEndpoint = operation({
  id: 'createWebhookEndpoint',
  method: 'POST',
  path: '/webhook_endpoints',
  summary: 'Have events sent to an address',
  body: v.object({ endpoint_url: v.string(), events: v.optional(v.array(v.string()), []) }),
  answers: { 201: WebhookEndpoint },
  async handle({ env, body }) {
    const row = await addEndpoint(env, body)
    return created(presentEndpoint(env, row))
  },
})

export const updateWebhookEndpoint = operation({
  id: 'updateWebhookEndpoint',
  method: 'PATCH',
  path: '/webhook_endpoints/:id',
  summary: 'Change what is sent to an address',
  body: v.object({
    endpoint_url: v.optional(v.string()),
    events: v.optional(v.array(v.string())),
    status: v.optional(v.picklist(STATUSES)),
  }),
  answers: { 200: WebhookEndpoint },
  async handle({ env, params, body }) {
    if ((await findEndpoint(env, params.id)) === undefined) throw notFound('Webhook Endpoint', params.id)
    if (body.endpoint_url !== undefined) requireLoopback(body.endpoint_url)
    const row = await env.db
      .updateTable('webhook_endpoints')
      .set({
        ...(body.endpoint_url !== undefined && { url: body.endpoint_url }),
        ...(body.events !== undefined && { events: toJson(body.events) }),
        ...(body.status !== undefined && { status: body.status }),
        updated_at: env.clock.now(),
      })
      .where('id', '=', params.id)
      .returningAll()
      .executeTakeFirstOrThrow()
    env.webhooks.forget()
    return ok(presentEndpoint(env, row))
  },
})

export const deleteWebhookEndpoint = operation({
  id: 'deleteWebhookEndpoint',
  method: 'DELETE',
  path: '/webhook_endpoints/:id',
  summary: 'Send nothing to an address any more',
  answers: { 204: null },
  async handle({ env, params }) {
    if ((await findEndpoint(env, params.id)) === undefined) throw notFound('Webhook Endpoint', params.id)
    await env.db.deleteFrom('webhook_endpoints').where('id', '=', params.id).execute()
    env.webhooks.forget()
    return empty(204)
  },
})

export const webhookOperations = [
  listWebhookEndpoints,
  createWebhookEndpoint,
  updateWebhookEndpoint,
  deleteWebhookEndpoint,
]

function findEndpoint(env: EnvironmentState, id: string): Promise<WebhookEndpointRow | undefined> {
  return env.db.selectFrom('webhook_endpoints').selectAll().where('id', '=', id).executeTakeFirst()
}

function presentEndpoint(
  env: EnvironmentState,
  row: WebhookEndpointRow,
): v.InferOutput<typeof WebhookEndpoint> {
  return {
    object: 'webhook_endpoint',
    id: row.id,
    endpoint_url: row.url,
    secret: env.vault.open(row.secret_sealed),
    status: row.status,
    events: fromJson(row.events),
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}
