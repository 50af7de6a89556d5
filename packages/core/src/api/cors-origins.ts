import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { list, type PageParams, type PagePromise } from './request/page.ts'
import { path } from './request/path.ts'
import { object } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Lists the origins whose pages may call the API.
 * @see OpenAPI `GET /user_management/cors_origins`
 */
export function listCorsOrigins(
  api: Api,
  params: PageParams = {},
  options?: CallOptions,
): PagePromise<CorsOrigin> {
  return list(api, { path: path`/user_management/cors_origins`, params, item: readCorsOrigin }, options)
}

/** An origin whose pages may call the API. */
export interface CorsOrigin {
  object: 'cors_origin'
  id: string
  origin: string
  createdAt: string
  updatedAt: string
}

const readCorsOrigin = object<CorsOrigin>({ id: 'string', origin: 'string' })

/**
 * Registers an origin whose pages may call the API.
 *
 * Fails with `ApiError` `duplicate_cors_origin` or `invalid_request_parameters`.
 * @see OpenAPI `POST /user_management/cors_origins`
 */
export function createCorsOrigin(
  api: Api,
  params: CreateCorsOriginParams,
  options?: CallOptions,
): Promise<CorsOrigin> {
  const at = path`/user_management/cors_origins`
  const call = { method: 'POST', path: at, body: params, read: readCorsOrigin, result: 'corsOrigin' } as const
  return request(api, call, options)
}

export interface CreateCorsOriginParams {
  origin: string
}
