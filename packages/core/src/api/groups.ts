import {
  type OrganizationMembership,
  type OrganizationMembershipParams,
  readMembership,
} from './memberships.ts'
import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { list, type PageParams, type PagePromise } from './request/page.ts'
import { path } from './request/path.ts'
import { nothing, object } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Lists the groups of an organization, newest first.
 *
 * Fails with `ApiError` `entity_not_found` or `forbidden`.
 * @see OpenAPI `GET /organizations/{organizationId}/groups`
 */
export function listGroups(
  api: Api,
  { organizationId, ...params }: ListGroupsParams,
  options?: CallOptions,
): PagePromise<Group> {
  return list(api, { path: path`/organizations/${organizationId}/groups`, params, item: readGroup }, options)
}

export interface ListGroupsParams extends PageParams {
  organizationId: string
  /** Only groups whose name contains this text, or the group with this ID. */
  search?: string
}

/** A named group of members of an organization. */
export interface Group {
  object: 'group'
  id: string
  organizationId: string
  name: string
  description: string | null
  /** ISO 8601, UTC. */
  createdAt: string
  /** ISO 8601, UTC. */
  updatedAt: string
}

const readGroup = object<Group>({
  id: 'string',
  organizationId: 'string',
  name: 'string',
  description: 'nullable',
})

/**
 * Creates a group in an organization.
 *
 * Fails with `ApiError` `entity_not_found`, `forbidden`, `bad_request` or `invalid_request_parameters`.
 * @see OpenAPI `POST /organizations/{organizationId}/groups`
 */
export function createGroup(
  api: Api,
  { organizationId, ...body }: CreateGroupParams,
  options?: CallOptions,
): Promise<Group> {
  const at = path`/organizations/${organizationId}/groups`
  return request(api, { method: 'POST', path: at, body, read: readGroup, result: 'group' }, options)
}

export interface CreateGroupParams {
  organizationId: string
  name: string
  description?: string | null
}

/**
 * Fetches a group.
 *
 * Fails with `ApiError` `entity_not_found` or `forbidden`.
 * @see OpenAPI `GET /organizations/{organizationId}/groups/{groupId}`
 */
export function getGroup(
  api: Api,
  { organizationId, groupId }: GroupParams,
  options?: CallOptions,
): Promise<Group> {
  const at = path`/organizations/${organizationId}/groups/${groupId}`
  return request(api, { method: 'GET', path: at, read: readGroup, result: 'group' }, options)
}

/** Identifies a group. */
export interface GroupParams {
  organizationId: string
  groupId: string
}

/**
 * Changes the name or description of a group. Omitted fields stay unchanged.
 *
 * Fails with `ApiError` `entity_not_found`, `forbidden`, `bad_request` or `invalid_request_parameters`.
 * @see OpenAPI `PATCH /organizations/{organizationId}/groups/{groupId}`
 */
export function updateGroup(
  api: Api,
  { organizationId, groupId, ...body }: UpdateGroupParams,
  options?: CallOptions,
): Promise<Group> {
  const at = path`/organizations/${organizationId}/groups/${groupId}`
  return request(api, { method: 'PATCH', path: at, body, read: readGroup, result: 'group' }, options)
}

export interface UpdateGroupParams extends GroupParams {
  name?: string
  description?: string | null
}

/**
 * Deletes a group. Its members stay in the organization.
 *
 * Fails with `ApiError` `entity_not_found` or `forbidden`.
 * @see OpenAPI `DELETE /organizations/{organizationId}/groups/{groupId}`
 */
export function deleteGroup(
  api: Api,
  { organizationId, groupId }: GroupParams,
  options?: CallOptions,
): Promise<void> {
  const at = path`/organizations/${organizationId}/groups/${groupId}`
  return request(api, { method: 'DELETE', path: at, read: nothing, result: 'nothing' }, options)
}

/**
 * Lists the members of a group as memberships, without their `role` and `user`.
 *
 * Fails with `ApiError` `entity_not_found` or `forbidden`.
 * @see OpenAPI `GET /organizations/{organizationId}/groups/{groupId}/organization-memberships`
 */
export function listGroupMembers(
  api: Api,
  { organizationId, groupId, ...params }: ListGroupMembersParams,
  options?: CallOptions,
): PagePromise<OrganizationMembership> {
  return list(
    api,
    {
      path: path`/organizations/${organizationId}/groups/${groupId}/organization-memberships`,
      params,
      item: readMembership,
    },
    options,
  )
}

export interface ListGroupMembersParams extends GroupParams, PageParams {}

/**
 * Adds a member of the organization to a group.
 *
 * Fails with `ApiError` `entity_not_found`, `forbidden`, `group_membership_limit_exceeded` or
 * `invalid_request_parameters`.
 * @see OpenAPI `POST /organizations/{organizationId}/groups/{groupId}/organization-memberships`
 */
export function addGroupMember(
  api: Api,
  { organizationId, groupId, ...body }: GroupMemberParams,
  options?: CallOptions,
): Promise<Group> {
  const at = path`/organizations/${organizationId}/groups/${groupId}/organization-memberships`
  return request(api, { method: 'POST', path: at, body, read: readGroup, result: 'group' }, options)
}

/** Identifies a member of a group. */
export interface GroupMemberParams extends GroupParams, OrganizationMembershipParams {}

/**
 * Removes a member from a group.
 *
 * Fails with `ApiError` `entity_not_found` or `forbidden`.
 * @see OpenAPI `DELETE /organizations/{organizationId}/groups/{groupId}/organization-memberships/{omId}`
 */
export function removeGroupMember(
  api: Api,
  { organizationId, groupId, organizationMembershipId }: GroupMemberParams,
  options?: CallOptions,
): Promise<void> {
  const at = path`/organizations/${organizationId}/groups/${groupId}/organization-memberships/${organizationMembershipId}`
  return request(api, { method: 'DELETE', path: at, read: nothing, result: 'nothing' }, options)
}

/**
 * Lists the groups of a member.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /user_management/organization_memberships/{omId}/groups`
 */
export function listOrganizationMembershipGroups(
  api: Api,
  { organizationMembershipId, ...params }: ListOrganizationMembershipGroupsParams,
  options?: CallOptions,
): PagePromise<Group> {
  return list(
    api,
    {
      path: path`/user_management/organization_memberships/${organizationMembershipId}/groups`,
      params,
      item: readGroup,
    },
    options,
  )
}

export interface ListOrganizationMembershipGroupsParams extends OrganizationMembershipParams, PageParams {}
