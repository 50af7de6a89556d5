import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { path } from './request/path.ts'
import { object } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Fetches the template for additional claims in access tokens.
 *
 * Fails with `ApiError` `not_found` if there is no template.
 * @see OpenAPI `GET /user_management/jwt_template`
 */
export function getJwtTemplate(api: Api, options?: CallOptions): Promise<JwtTemplate> {
  const at = path`/user_management/jwt_template`
  return request(api, { method: 'GET', path: at, read: readJwtTemplate, result: 'jwtTemplate' }, options)
}

/** The template for additional claims in access tokens. */
export interface JwtTemplate {
  object: 'jwt_template'
  /** Must render to a JSON object. Expressions such as `{{ user.email }}` are replaced. */
  content: string
  createdAt: string
  updatedAt: string
}

const readJwtTemplate = object<JwtTemplate>({ content: 'string' })

/**
 * Sets the template for additional claims in access tokens.
 *
 * Fails with `ApiError` `invalid_request_parameters`.
 * @see OpenAPI `PUT /user_management/jwt_template`
 */
export function updateJwtTemplate(
  api: Api,
  params: UpdateJwtTemplateParams,
  options?: CallOptions,
): Promise<JwtTemplate> {
  const at = path`/user_management/jwt_template`
  const call = {
    method: 'PUT',
    path: at,
    body: params,
    read: readJwtTemplate,
    result: 'jwtTemplate',
  } as const
  return request(api, call, options)
}

export interface UpdateJwtTemplateParams {
  content: string
}
