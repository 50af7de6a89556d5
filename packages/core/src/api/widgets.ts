import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { path } from './request/path.ts'
import { object } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Creates a token with which a widget in a user's browser calls the API. It expires after one hour.
 *
 * Fails with `ApiError` `entity_not_found`, `bad_request` or `invalid_request_parameters`.
 * @see OpenAPI `POST /widgets/token`
 */
export function createWidgetToken(
  api: Api,
  params: CreateWidgetTokenParams,
  options?: CallOptions,
): Promise<WidgetToken> {
  const at = path`/widgets/token`
  return request(
    api,
    { method: 'POST', path: at, body: params, read: readToken, result: 'widgetToken' },
    options,
  )
}

export interface CreateWidgetTokenParams {
  organizationId?: string
  userId?: string
  scopes?: readonly WidgetScope[]
}

/** A permission of a widget. Scopes that are not listed here are accepted too. */
export type WidgetScope =
  | 'widgets:users-table:manage'
  | 'widgets:domain-verification:manage'
  | 'widgets:sso:manage'
  | 'widgets:api-keys:manage'
  | 'widgets:dsync:manage'
  | 'widgets:audit-log-streaming:manage'
  | 'widgets:pipes:manage'
  | (string & {})

/** A token for one user's browser. It is readable, but redacted in logs and JSON. */
export interface WidgetToken {
  /** Secret. */
  token: string
}

const readToken = object<WidgetToken>({ token: 'string' }, ['token'])

/**
 * Creates a token with which one user's browser calls the client API.
 *
 * Fails with `ApiError` `entity_not_found`, `bad_request` or `invalid_request_parameters`.
 * @see OpenAPI `POST /client/token`
 */
export function createClientToken(
  api: Api,
  params: CreateClientTokenParams,
  options?: CallOptions,
): Promise<WidgetToken> {
  const at = path`/client/token`
  return request(
    api,
    { method: 'POST', path: at, body: params, read: readToken, result: 'clientToken' },
    options,
  )
}

export interface CreateClientTokenParams {
  organizationId: string
  userId: string
}
