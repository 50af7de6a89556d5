import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { list, type PageParams, type PagePromise } from './request/page.ts'
import { path } from './request/path.ts'
import { nothing, object } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Lists SSO connections, newest first.
 *
 * Fails with `ApiError` `forbidden` or `invalid_request_parameters`.
 * @see OpenAPI `GET /connections`
 */
export function listConnections(
  api: Api,
  params: ListConnectionsParams = {},
  options?: CallOptions,
): PagePromise<Connection> {
  return list(api, { path: path`/connections`, params, item: readConnection }, options)
}

export interface ListConnectionsParams extends PageParams {
  /** For example `OktaSAML`. */
  connectionType?: string
  /** Only connections for this email domain. */
  domain?: string
  organizationId?: string
  /** Only connections whose name contains this text. */
  search?: string
}

/** A connection to an identity provider. */
export interface Connection {
  object: 'connection'
  id: string
  organizationId?: string | null
  /** For example `OktaSAML` or `GoogleOAuth`. Types that are not listed here are kept as they are. */
  connectionType: string
  name: string
  state: 'requires_type' | 'draft' | 'active' | 'validating' | 'inactive' | 'deleting' | (string & {})
  status?: 'linked' | 'unlinked' | (string & {})
  domains: ConnectionDomain[]
  /** ISO 8601, UTC. */
  createdAt: string
  /** ISO 8601, UTC. */
  updatedAt: string
}

/** An email domain whose users sign in with the connection. */
export interface ConnectionDomain {
  object: 'connection_domain'
  id: string
  domain: string
}

const readConnection = object<Connection>({
  id: 'string',
  connectionType: 'string',
  name: 'string',
  state: 'string',
  domains: (domains) => domains ?? [],
})

/**
 * Fetches an SSO connection.
 *
 * Fails with `ApiError` `entity_not_found` or `forbidden`.
 * @see OpenAPI `GET /connections/{id}`
 */
export function getConnection(
  api: Api,
  { connectionId }: ConnectionParams,
  options?: CallOptions,
): Promise<Connection> {
  const at = path`/connections/${connectionId}`
  return request(api, { method: 'GET', path: at, read: readConnection, result: 'connection' }, options)
}

/** Identifies a connection. */
export interface ConnectionParams {
  connectionId: string
}

/**
 * Deletes an SSO connection. Its users can no longer sign in with it.
 *
 * Fails with `ApiError` `entity_not_found` or `forbidden`.
 * @see OpenAPI `DELETE /connections/{id}`
 */
export function deleteConnection(
  api: Api,
  { connectionId }: ConnectionParams,
  options?: CallOptions,
): Promise<void> {
  const at = path`/connections/${connectionId}`
  return request(api, { method: 'DELETE', path: at, read: nothing, result: 'nothing' }, options)
}
