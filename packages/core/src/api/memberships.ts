import { decodeMembership } from './decoders.ts'
import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { list, type PageParams, type PagePromise } from './request/page.ts'
import { path } from './request/path.ts'
import { nothing, object, optional, withShortcut } from './request/reader.ts'
import { request } from './request/request.ts'
import { readUser, type User } from './users.ts'

/**
 * Fetches an organization membership.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /user_management/organization_memberships/{id}`
 */
export function getOrganizationMembership(
  api: Api,
  { organizationMembershipId }: OrganizationMembershipParams,
  options?: CallOptions,
): Promise<OrganizationMembership> {
  const at = path`/user_management/organization_memberships/${organizationMembershipId}`
  return request(api, { method: 'GET', path: at, read: readSentMembership, result: 'membership' }, options)
}

/** Identifies a membership. */
export interface OrganizationMembershipParams {
  organizationMembershipId: string
}

/** `pending` until the invitation is accepted. Statuses that are not listed here are kept as they are. */
export type OrganizationMembershipStatus = 'active' | 'inactive' | 'pending' | (string & {})

/** The role of a member, identified by its slug. */
export interface MembershipRole {
  slug: string
}

/** The membership of a user in an organization. Older responses lack the optional fields. */
export interface OrganizationMembership {
  object: 'organization_membership'
  id: string
  userId: string
  organizationId: string
  organizationName?: string
  status?: OrganizationMembershipStatus
  /** The first of `roles`. */
  role?: MembershipRole
  roles?: MembershipRole[]
  /** Whether directory sync manages the membership. */
  directoryManaged?: boolean
  /** Your own data. Its keys are never renamed. */
  customAttributes?: Record<string, unknown>
  /** Not included in events. */
  user?: User
  /** ISO 8601, UTC. */
  createdAt: string
  /** ISO 8601, UTC. */
  updatedAt: string
}

/** Reads an {@link OrganizationMembership}. */
export const readMembership = object<OrganizationMembership>({
  id: 'string',
  userId: 'string',
  organizationId: 'string',
  user: optional(readUser),
})

/** Reads an {@link OrganizationMembership} straight from the wire. */
const readSentMembership = /* @__PURE__ */ withShortcut(readMembership, decodeMembership)

/**
 * Lists the memberships of a user or an organization. One of them is required.
 *
 * Fails with `ApiError` `missing_user_id_or_organization_id`, `invalid_request_parameters` or `entity_not_found`.
 * @see OpenAPI `GET /user_management/organization_memberships`
 */
export function listOrganizationMemberships(
  api: Api,
  params: ListOrganizationMembershipsParams,
  options?: CallOptions,
): PagePromise<OrganizationMembership> {
  const filters = { ...params, statuses: params.statuses?.join(',') }
  const at = path`/user_management/organization_memberships`
  return list(api, { path: at, params: filters, item: readSentMembership }, options)
}

export interface ListOrganizationMembershipsParams extends PageParams {
  organizationId?: string
  userId?: string
  /** Default: only `active`. */
  statuses?: readonly OrganizationMembershipStatus[]
}

/**
 * Adds a user to an organization. An inactive membership becomes active again, with the given role.
 *
 * Fails with `ApiError` `cannot_reactivate_pending_organization_membership`, `invalid_role`,
 * `multiple_roles_not_enabled`, `user_already_organization_member` or `entity_not_found`.
 * @see OpenAPI `POST /user_management/organization_memberships`
 */
export function createOrganizationMembership(
  api: Api,
  params: CreateOrganizationMembershipParams,
  options?: CallOptions,
): Promise<OrganizationMembership> {
  const at = path`/user_management/organization_memberships`
  const call = {
    method: 'POST',
    path: at,
    body: params,
    read: readSentMembership,
    result: 'membership',
  } as const
  return request(api, call, options)
}

/** One role or several, but not both. Default: `member`. */
export interface RoleParams {
  roleSlug?: string
  roleSlugs?: readonly string[]
}

export interface CreateOrganizationMembershipParams extends RoleParams {
  userId: string
  organizationId: string
}

/**
 * Changes the roles of a membership.
 *
 * Fails with `ApiError` `invalid_role`, `multiple_roles_not_enabled` or `entity_not_found`.
 * @see OpenAPI `PUT /user_management/organization_memberships/{id}`
 */
export function updateOrganizationMembership(
  api: Api,
  { organizationMembershipId, ...body }: UpdateOrganizationMembershipParams,
  options?: CallOptions,
): Promise<OrganizationMembership> {
  const at = path`/user_management/organization_memberships/${organizationMembershipId}`
  return request(
    api,
    { method: 'PUT', path: at, body, read: readSentMembership, result: 'membership' },
    options,
  )
}

export interface UpdateOrganizationMembershipParams extends OrganizationMembershipParams, RoleParams {}

/**
 * Removes a user from an organization.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `DELETE /user_management/organization_memberships/{id}`
 */
export function deleteOrganizationMembership(
  api: Api,
  { organizationMembershipId }: OrganizationMembershipParams,
  options?: CallOptions,
): Promise<void> {
  const at = path`/user_management/organization_memberships/${organizationMembershipId}`
  return request(api, { method: 'DELETE', path: at, read: nothing, result: 'nothing' }, options)
}

/**
 * Deactivates a membership. Repeating the call changes nothing.
 *
 * Fails with `ApiError` `cannot_deactivate_pending_organization_membership` or `entity_not_found`.
 * @see OpenAPI `PUT /user_management/organization_memberships/{id}/deactivate`
 */
export function deactivateOrganizationMembership(
  api: Api,
  { organizationMembershipId }: OrganizationMembershipParams,
  options?: CallOptions,
): Promise<OrganizationMembership> {
  const at = path`/user_management/organization_memberships/${organizationMembershipId}/deactivate`
  return request(api, { method: 'PUT', path: at, read: readSentMembership, result: 'membership' }, options)
}

/**
 * Reactivates a membership. Repeating the call changes nothing.
 *
 * Fails with `ApiError` `cannot_reactivate_pending_organization_membership` or `entity_not_found`.
 * @see OpenAPI `PUT /user_management/organization_memberships/{id}/reactivate`
 */
export function reactivateOrganizationMembership(
  api: Api,
  { organizationMembershipId }: OrganizationMembershipParams,
  options?: CallOptions,
): Promise<OrganizationMembership> {
  const at = path`/user_management/organization_memberships/${organizationMembershipId}/reactivate`
  return request(api, { method: 'PUT', path: at, read: readSentMembership, result: 'membership' }, options)
}
