import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { list, type PageParams, type PagePromise } from './request/page.ts'
import { path } from './request/path.ts'
import { nothing, object } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Lists the URLs to which sign-in can redirect.
 * @see OpenAPI `GET /user_management/redirect_uris`
 */
export function listRedirectUris(
  api: Api,
  params: PageParams = {},
  options?: CallOptions,
): PagePromise<RedirectUri> {
  return list(api, { path: path`/user_management/redirect_uris`, params, item: readRedirectUri }, options)
}

/** A URL to which sign-in can redirect. */
export interface RedirectUri {
  object: 'redirect_uri'
  id: string
  uri: string
  default?: boolean
  createdAt: string
  updatedAt: string
}

const readRedirectUri = object<RedirectUri>({ id: 'string', uri: 'string' })

/**
 * Registers a URL to which sign-in can redirect.
 *
 * Fails with `ApiError` `invalid_request_parameters`.
 * @see OpenAPI `POST /user_management/redirect_uris`
 */
export function createRedirectUri(
  api: Api,
  params: CreateRedirectUriParams,
  options?: CallOptions,
): Promise<RedirectUri> {
  const at = path`/user_management/redirect_uris`
  const call = {
    method: 'POST',
    path: at,
    body: params,
    read: readRedirectUri,
    result: 'redirectUri',
  } as const
  return request(api, call, options)
}

export interface CreateRedirectUriParams {
  uri: string
}

/**
 * Removes a URL to which sign-in can redirect.
 *
 * Fails with `ApiError` `entity_not_found`, or `conflict` for the default one.
 * @see OpenAPI `DELETE /user_management/redirect_uris/{id}`
 */
export function deleteRedirectUri(
  api: Api,
  { redirectUriId }: DeleteRedirectUriParams,
  options?: CallOptions,
): Promise<void> {
  const at = path`/user_management/redirect_uris/${redirectUriId}`
  return request(api, { method: 'DELETE', path: at, read: nothing, result: 'nothing' }, options)
}

export interface DeleteRedirectUriParams {
  redirectUriId: string
}
