import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { path } from './request/path.ts'
import { arrayOf, nothing, object, type Reader, strings } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Lists the roles of the environment, which exist in every organization.
 *
 * Fails with `ApiError` `forbidden`.
 * @see OpenAPI `GET /authorization/roles`
 */
export function listEnvironmentRoles(api: Api, options?: CallOptions): Promise<Role[]> {
  return request(
    api,
    { method: 'GET', path: path`/authorization/roles`, read: readRoles, result: 'roles' },
    options,
  )
}

/** A role and its permissions. */
export interface Role {
  object: 'role'
  id: string
  slug: string
  name: string
  description: string | null
  /** Whether the role exists in every organization or in only one. */
  type: 'EnvironmentRole' | 'OrganizationRole' | (string & {})
  resourceTypeSlug?: string
  /** The slugs of its permissions. */
  permissions: string[]
  /** ISO 8601, UTC. */
  createdAt: string
  /** ISO 8601, UTC. */
  updatedAt: string
}

const readRole = object<Role>({
  id: 'string',
  slug: 'string',
  name: 'string',
  description: 'nullable',
  permissions: strings,
})

const readRoleList = object<{ data: Role[] }>({ data: arrayOf(readRole) })

/** The list is complete: it has no pages. */
const readRoles: Reader<Role[]> = (response, at) => readRoleList(response, at).data

/**
 * Creates a role of the environment.
 *
 * Fails with `ApiError` `role_slug_conflict`, `bad_request` or `invalid_request_parameters`.
 * @see OpenAPI `POST /authorization/roles`
 */
export function createEnvironmentRole(
  api: Api,
  params: CreateEnvironmentRoleParams,
  options?: CallOptions,
): Promise<Role> {
  const at = path`/authorization/roles`
  return request(api, { method: 'POST', path: at, body: params, read: readRole, result: 'role' }, options)
}

export interface CreateEnvironmentRoleParams {
  slug: string
  name: string
  description?: string | null
  resourceTypeSlug?: string
}

/**
 * Fetches a role of the environment by its slug.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /authorization/roles/{slug}`
 */
export function getEnvironmentRole(
  api: Api,
  { slug }: EnvironmentRoleParams,
  options?: CallOptions,
): Promise<Role> {
  const at = path`/authorization/roles/${{ externalId: slug }}`
  return request(api, { method: 'GET', path: at, read: readRole, result: 'role' }, options)
}

/** Identifies a role of the environment. */
export interface EnvironmentRoleParams {
  slug: string
}

/**
 * Changes the name or description of a role of the environment. Omitted fields stay unchanged.
 *
 * Fails with `ApiError` `entity_not_found`, `bad_request` or `invalid_request_parameters`.
 * @see OpenAPI `PATCH /authorization/roles/{slug}`
 */
export function updateEnvironmentRole(
  api: Api,
  { slug, ...body }: UpdateEnvironmentRoleParams,
  options?: CallOptions,
): Promise<Role> {
  const at = path`/authorization/roles/${{ externalId: slug }}`
  return request(api, { method: 'PATCH', path: at, body, read: readRole, result: 'role' }, options)
}

export interface UpdateEnvironmentRoleParams extends EnvironmentRoleParams {
  name?: string
  description?: string | null
}

/**
 * Adds one permission to a role of the environment.
 *
 * Fails with `ApiError` `entity_not_found` or `invalid_request_parameters`.
 * @see OpenAPI `POST /authorization/roles/{slug}/permissions`
 */
export function addEnvironmentRolePermission(
  api: Api,
  { roleSlug, ...body }: AddEnvironmentRolePermissionParams,
  options?: CallOptions,
): Promise<Role> {
  const at = path`/authorization/roles/${{ externalId: roleSlug }}/permissions`
  return request(api, { method: 'POST', path: at, body, read: readRole, result: 'role' }, options)
}

export interface AddEnvironmentRolePermissionParams {
  /** The slug of the role. */
  roleSlug: string
  /** The slug of the permission. */
  slug: string
}

/**
 * Replaces all permissions of a role of the environment.
 *
 * Fails with `ApiError` `entity_not_found` or `invalid_request_parameters`.
 * @see OpenAPI `PUT /authorization/roles/{slug}/permissions`
 */
export function setEnvironmentRolePermissions(
  api: Api,
  { slug, ...body }: SetEnvironmentRolePermissionsParams,
  options?: CallOptions,
): Promise<Role> {
  const at = path`/authorization/roles/${{ externalId: slug }}/permissions`
  return request(api, { method: 'PUT', path: at, body, read: readRole, result: 'role' }, options)
}

export interface SetEnvironmentRolePermissionsParams extends EnvironmentRoleParams {
  /** Permission slugs. An empty list removes all permissions. */
  permissions: readonly string[]
}

/**
 * Lists every role that members of an organization can have: its own, and those of the environment.
 *
 * Fails with `ApiError` `entity_not_found` or `forbidden`.
 * @see OpenAPI `GET /authorization/organizations/{organizationId}/roles`
 */
export function listOrganizationRoles(
  api: Api,
  { organizationId }: ListOrganizationRolesParams,
  options?: CallOptions,
): Promise<Role[]> {
  const at = path`/authorization/organizations/${organizationId}/roles`
  return request(api, { method: 'GET', path: at, read: readRoles, result: 'roles' }, options)
}

export interface ListOrganizationRolesParams {
  organizationId: string
}

/**
 * Creates a role of an organization.
 *
 * Fails with `ApiError` `organization_role_slug_conflict`, `bad_request` or `invalid_request_parameters`.
 * @see OpenAPI `POST /authorization/organizations/{organizationId}/roles`
 */
export function createOrganizationRole(
  api: Api,
  { organizationId, ...body }: CreateOrganizationRoleParams,
  options?: CallOptions,
): Promise<Role> {
  const at = path`/authorization/organizations/${organizationId}/roles`
  return request(api, { method: 'POST', path: at, body, read: readRole, result: 'role' }, options)
}

export interface CreateOrganizationRoleParams {
  organizationId: string
  /** Default: generated from the name. */
  slug?: string
  name: string
  description?: string | null
  resourceTypeSlug?: string
}

/**
 * Fetches a role of an organization by its slug.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /authorization/organizations/{organizationId}/roles/{slug}`
 */
export function getOrganizationRole(
  api: Api,
  { organizationId, slug }: OrganizationRoleParams,
  options?: CallOptions,
): Promise<Role> {
  const at = path`/authorization/organizations/${organizationId}/roles/${{ externalId: slug }}`
  return request(api, { method: 'GET', path: at, read: readRole, result: 'role' }, options)
}

/** Identifies a role of an organization. */
export interface OrganizationRoleParams {
  organizationId: string
  slug: string
}

/**
 * Changes the name or description of a role of an organization. Omitted fields stay unchanged.
 *
 * Fails with `ApiError` `entity_not_found`, `bad_request` or `invalid_request_parameters`.
 * @see OpenAPI `PATCH /authorization/organizations/{organizationId}/roles/{slug}`
 */
export function updateOrganizationRole(
  api: Api,
  { organizationId, slug, ...body }: UpdateOrganizationRoleParams,
  options?: CallOptions,
): Promise<Role> {
  const at = path`/authorization/organizations/${organizationId}/roles/${{ externalId: slug }}`
  return request(api, { method: 'PATCH', path: at, body, read: readRole, result: 'role' }, options)
}

export interface UpdateOrganizationRoleParams extends OrganizationRoleParams {
  name?: string
  description?: string | null
}

/**
 * Deletes a role of an organization that no member has.
 *
 * Fails with `ApiError` `entity_not_found`, `role_has_assignments`, `role_has_group_role_mappings`, `bad_request`
 * or `forbidden`.
 * @see OpenAPI `DELETE /authorization/organizations/{organizationId}/roles/{slug}`
 */
export function deleteOrganizationRole(
  api: Api,
  { organizationId, slug }: OrganizationRoleParams,
  options?: CallOptions,
): Promise<void> {
  const at = path`/authorization/organizations/${organizationId}/roles/${{ externalId: slug }}`
  return request(api, { method: 'DELETE', path: at, read: nothing, result: 'nothing' }, options)
}

/**
 * Adds one permission to a role of an organization.
 *
 * Fails with `ApiError` `entity_not_found` or `invalid_request_parameters`.
 * @see OpenAPI `POST /authorization/organizations/{organizationId}/roles/{slug}/permissions`
 */
export function addOrganizationRolePermission(
  api: Api,
  { organizationId, roleSlug, ...body }: AddOrganizationRolePermissionParams,
  options?: CallOptions,
): Promise<Role> {
  const at = path`/authorization/organizations/${organizationId}/roles/${{ externalId: roleSlug }}/permissions`
  return request(api, { method: 'POST', path: at, body, read: readRole, result: 'role' }, options)
}

export interface AddOrganizationRolePermissionParams {
  organizationId: string
  /** The slug of the role. */
  roleSlug: string
  /** The slug of the permission. */
  slug: string
}

/**
 * Replaces all permissions of a role of an organization.
 *
 * Fails with `ApiError` `entity_not_found` or `invalid_request_parameters`.
 * @see OpenAPI `PUT /authorization/organizations/{organizationId}/roles/{slug}/permissions`
 */
export function setOrganizationRolePermissions(
  api: Api,
  { organizationId, slug, ...body }: SetOrganizationRolePermissionsParams,
  options?: CallOptions,
): Promise<Role> {
  const at = path`/authorization/organizations/${organizationId}/roles/${{ externalId: slug }}/permissions`
  return request(api, { method: 'PUT', path: at, body, read: readRole, result: 'role' }, options)
}

export interface SetOrganizationRolePermissionsParams extends OrganizationRoleParams {
  /** Permission slugs. An empty list removes all permissions. */
  permissions: readonly string[]
}

/**
 * Removes one permission from a role of an organization.
 *
 * Fails with `ApiError` `entity_not_found` or `forbidden`.
 * @see OpenAPI `DELETE /authorization/organizations/{organizationId}/roles/{slug}/permissions/{permissionSlug}`
 */
export function removeOrganizationRolePermission(
  api: Api,
  { organizationId, slug, permissionSlug }: RemoveOrganizationRolePermissionParams,
  options?: CallOptions,
): Promise<Role> {
  const at = path`/authorization/organizations/${organizationId}/roles/${{ externalId: slug }}/permissions/${{ externalId: permissionSlug }}`
  return request(api, { method: 'DELETE', path: at, read: readRole, result: 'role' }, options)
}

export interface RemoveOrganizationRolePermissionParams extends OrganizationRoleParams {
  permissionSlug: string
}
