import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { list, type PageParams, type PagePromise } from './request/page.ts'
import { path } from './request/path.ts'
import { nothing, object } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Lists the URLs to which events are sent.
 * @see OpenAPI `GET /webhook_endpoints`
 */
export function listWebhookEndpoints(
  api: Api,
  params: PageParams = {},
  options?: CallOptions,
): PagePromise<WebhookEndpoint> {
  return list(api, { path: path`/webhook_endpoints`, params, item: readWebhookEndpoint }, options)
}

/** A URL to which events are sent. `secret` is readable, but redacted in logs and JSON. */
export interface WebhookEndpoint {
  object: 'webhook_endpoint'
  id: string
  endpointUrl: string
  /** The secret for `verifyWebhook`. */
  secret?: string
  status: 'enabled' | 'disabled' | (string & {})
  /** For example `user.created`. */
  events: string[]
  createdAt: string
  updatedAt: string
}

const readWebhookEndpoint = object<WebhookEndpoint>({ id: 'string', endpointUrl: 'string' }, ['secret'])

/**
 * Registers a URL to which events are sent.
 *
 * Fails with `ApiError` `duplicate_endpoint` or `invalid_url`.
 * @see OpenAPI `POST /webhook_endpoints`
 */
export function createWebhookEndpoint(
  api: Api,
  params: CreateWebhookEndpointParams,
  options?: CallOptions,
): Promise<WebhookEndpoint> {
  const at = path`/webhook_endpoints`
  const call = {
    method: 'POST',
    path: at,
    body: params,
    read: readWebhookEndpoint,
    result: 'endpoint',
  } as const
  return request(api, call, options)
}

export interface CreateWebhookEndpointParams {
  endpointUrl: string
  events: readonly string[]
}

/**
 * Changes the URL, the events or the status of an endpoint. Omitted fields stay unchanged.
 *
 * Fails with `ApiError` `entity_not_found`, `duplicate_endpoint` or `invalid_url`.
 * @see OpenAPI `PATCH /webhook_endpoints/{id}`
 */
export function updateWebhookEndpoint(
  api: Api,
  { webhookEndpointId, ...body }: UpdateWebhookEndpointParams,
  options?: CallOptions,
): Promise<WebhookEndpoint> {
  const at = path`/webhook_endpoints/${webhookEndpointId}`
  return request(
    api,
    { method: 'PATCH', path: at, body, read: readWebhookEndpoint, result: 'endpoint' },
    options,
  )
}

export interface UpdateWebhookEndpointParams {
  webhookEndpointId: string
  endpointUrl?: string
  status?: 'enabled' | 'disabled'
  events?: readonly string[]
}

/**
 * Deletes a webhook endpoint. Events are no longer sent to it.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `DELETE /webhook_endpoints/{id}`
 */
export function deleteWebhookEndpoint(
  api: Api,
  { webhookEndpointId }: DeleteWebhookEndpointParams,
  options?: CallOptions,
): Promise<void> {
  const at = path`/webhook_endpoints/${webhookEndpointId}`
  return request(api, { method: 'DELETE', path: at, read: nothing, result: 'nothing' }, options)
}

export interface DeleteWebhookEndpointParams {
  webhookEndpointId: string
}
