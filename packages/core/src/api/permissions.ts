import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { list, type PageParams, type PagePromise } from './request/page.ts'
import { path } from './request/path.ts'
import { nothing, object } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Lists the permissions that roles can have, newest first.
 *
 * Fails with `ApiError` `invalid_request_parameters`.
 * @see OpenAPI `GET /authorization/permissions`
 */
export function listPermissions(
  api: Api,
  params: PageParams = {},
  options?: CallOptions,
): PagePromise<AuthorizationPermission> {
  return list(api, { path: path`/authorization/permissions`, params, item: readPermission }, options)
}

/** A permission that roles can have. Access tokens contain its slug. */
export interface AuthorizationPermission {
  object: 'permission'
  id: string
  /** For example `invoices:write`. */
  slug: string
  name: string
  description: string | null
  /** Whether it is built into the API and cannot be deleted. */
  system: boolean
  resourceTypeSlug?: string
  /** ISO 8601, UTC. */
  createdAt: string
  /** ISO 8601, UTC. */
  updatedAt: string
}

const readPermission = object<AuthorizationPermission>({
  id: 'string',
  slug: 'string',
  name: 'string',
  description: 'nullable',
  system: 'boolean',
})

/**
 * Creates a permission.
 *
 * Fails with `ApiError` `permission_slug_conflict`, `bad_request` or `invalid_request_parameters`.
 * @see OpenAPI `POST /authorization/permissions`
 */
export function createPermission(
  api: Api,
  params: CreatePermissionParams,
  options?: CallOptions,
): Promise<AuthorizationPermission> {
  const at = path`/authorization/permissions`
  return request(
    api,
    { method: 'POST', path: at, body: params, read: readPermission, result: 'permission' },
    options,
  )
}

export interface CreatePermissionParams {
  slug: string
  name: string
  description?: string | null
  resourceTypeSlug?: string
}

/**
 * Fetches a permission by its slug.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /authorization/permissions/{slug}`
 */
export function getPermission(
  api: Api,
  { slug }: PermissionParams,
  options?: CallOptions,
): Promise<AuthorizationPermission> {
  const at = path`/authorization/permissions/${{ externalId: slug }}`
  return request(api, { method: 'GET', path: at, read: readPermission, result: 'permission' }, options)
}

/** Identifies a permission. */
export interface PermissionParams {
  slug: string
}

/**
 * Changes the name or description of a permission. Omitted fields stay unchanged.
 *
 * Fails with `ApiError` `entity_not_found`, `forbidden` (a built-in permission) or
 * `invalid_request_parameters`.
 * @see OpenAPI `PATCH /authorization/permissions/{slug}`
 */
export function updatePermission(
  api: Api,
  { slug, ...body }: UpdatePermissionParams,
  options?: CallOptions,
): Promise<AuthorizationPermission> {
  const at = path`/authorization/permissions/${{ externalId: slug }}`
  return request(
    api,
    { method: 'PATCH', path: at, body, read: readPermission, result: 'permission' },
    options,
  )
}

export interface UpdatePermissionParams extends PermissionParams {
  name?: string
  description?: string | null
}

/**
 * Deletes a permission and removes it from every role.
 *
 * Fails with `ApiError` `entity_not_found` or `forbidden` (a built-in permission).
 * @see OpenAPI `DELETE /authorization/permissions/{slug}`
 */
export function deletePermission(api: Api, { slug }: PermissionParams, options?: CallOptions): Promise<void> {
  const at = path`/authorization/permissions/${{ externalId: slug }}`
  return request(api, { method: 'DELETE', path: at, read: nothing, result: 'nothing' }, options)
}
