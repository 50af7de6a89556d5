import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { list, type PageParams, type PagePromise } from './request/page.ts'
import { path } from './request/path.ts'
import { arrayOf, nothing, object } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Lists directories, newest first.
 *
 * Fails with `ApiError` `forbidden` or `invalid_request_parameters`.
 * @see OpenAPI `GET /directories`
 */
export function listDirectories(
  api: Api,
  params: ListDirectoriesParams = {},
  options?: CallOptions,
): PagePromise<Directory> {
  return list(api, { path: path`/directories`, params, item: readDirectory }, options)
}

export interface ListDirectoriesParams extends PageParams {
  organizationId?: string
  /** Only directories whose name contains this text. */
  search?: string
  domain?: string
}

/** A directory from which an organization syncs its users. */
export interface Directory {
  object: 'directory'
  id: string
  organizationId?: string | null
  externalKey?: string
  /** For example `okta scim v2.0`. Types that are not listed here are kept as they are. */
  type: string
  state: 'linked' | 'validating' | 'invalid_credentials' | 'unlinked' | 'deleting' | (string & {})
  name: string
  domain?: string | null
  /** The number of its users and groups. */
  metadata?: { users: { active: number; inactive: number }; groups: number }
  /** ISO 8601, UTC. */
  createdAt: string
  /** ISO 8601, UTC. */
  updatedAt: string
}

const readDirectory = object<Directory>({ id: 'string', type: 'string', state: 'string', name: 'string' })

/**
 * Fetches a directory.
 *
 * Fails with `ApiError` `entity_not_found` or `forbidden`.
 * @see OpenAPI `GET /directories/{id}`
 */
export function getDirectory(
  api: Api,
  { directoryId }: DirectoryParams,
  options?: CallOptions,
): Promise<Directory> {
  const at = path`/directories/${directoryId}`
  return request(api, { method: 'GET', path: at, read: readDirectory, result: 'directory' }, options)
}

/** Identifies a directory. */
export interface DirectoryParams {
  directoryId: string
}

/**
 * Deletes a directory with its users and groups. The API may finish the deletion later.
 *
 * Fails with `ApiError` `forbidden`.
 * @see OpenAPI `DELETE /directories/{id}`
 */
export function deleteDirectory(
  api: Api,
  { directoryId }: DirectoryParams,
  options?: CallOptions,
): Promise<void> {
  const at = path`/directories/${directoryId}`
  return request(api, { method: 'DELETE', path: at, read: nothing, result: 'nothing' }, options)
}

/**
 * Lists the groups of a directory, or the groups of one of its users.
 *
 * Fails with `ApiError` `forbidden`, `entity_not_found` or `invalid_request_parameters`.
 * @see OpenAPI `GET /directory_groups`
 */
export function listDirectoryGroups(
  api: Api,
  params: ListDirectoryGroupsParams = {},
  options?: CallOptions,
): PagePromise<DirectoryGroup> {
  return list(api, { path: path`/directory_groups`, params, item: readDirectoryGroup }, options)
}

export interface ListDirectoryGroupsParams extends PageParams {
  /** The ID of a directory. */
  directory?: string
  /** The ID of a user of a directory. */
  user?: string
}

/** A group of a directory. */
export interface DirectoryGroup {
  object: 'directory_group'
  id: string
  /** The group's ID at the provider. */
  idpId: string
  directoryId: string
  organizationId?: string | null
  name: string
  /** The attributes as the provider sent them. Their keys are never renamed. */
  rawAttributes?: Record<string, unknown>
  /** ISO 8601, UTC. */
  createdAt: string
  /** ISO 8601, UTC. */
  updatedAt: string
}

const readDirectoryGroup = object<DirectoryGroup>({ id: 'string', directoryId: 'string', name: 'string' })

/**
 * Fetches a group of a directory.
 *
 * Fails with `ApiError` `entity_not_found` or `forbidden`.
 * @see OpenAPI `GET /directory_groups/{id}`
 */
export function getDirectoryGroup(
  api: Api,
  { directoryGroupId }: GetDirectoryGroupParams,
  options?: CallOptions,
): Promise<DirectoryGroup> {
  const at = path`/directory_groups/${directoryGroupId}`
  return request(
    api,
    { method: 'GET', path: at, read: readDirectoryGroup, result: 'directoryGroup' },
    options,
  )
}

export interface GetDirectoryGroupParams {
  directoryGroupId: string
}

/**
 * Lists the users of a directory or of one of its groups.
 *
 * Fails with `ApiError` `forbidden`, `entity_not_found`, `invalid_request_parameters` or `too_many_requests`.
 * @see OpenAPI `GET /directory_users`
 */
export function listDirectoryUsers(
  api: Api,
  params: ListDirectoryUsersParams = {},
  options?: CallOptions,
): PagePromise<DirectoryUser> {
  return list(api, { path: path`/directory_users`, params, item: readDirectoryUser }, options)
}

export interface ListDirectoryUsersParams extends PageParams {
  /** The ID of a directory. */
  directory?: string
  /** The ID of a group of a directory. */
  group?: string
  idpId?: string
  email?: string
}

/** A user in a directory. */
export interface DirectoryUser {
  object: 'directory_user'
  id: string
  directoryId: string
  organizationId?: string | null
  /** The user's ID at the provider. */
  idpId: string
  email: string | null
  firstName: string | null
  lastName: string | null
  name?: string | null
  emails?: { primary?: boolean; type?: string; value?: string | null }[]
  jobTitle?: string | null
  username?: string | null
  state: 'active' | 'suspended' | 'inactive' | (string & {})
  /** The attributes as the provider sent them. Their keys are never renamed. */
  rawAttributes: Record<string, unknown>
  /** Your own data. Its keys are never renamed. */
  customAttributes: Record<string, unknown>
  role?: { slug: string }
  roles?: { slug: string }[]
  groups: DirectoryGroup[]
  /** ISO 8601, UTC. */
  createdAt: string
  /** ISO 8601, UTC. */
  updatedAt: string
}

const readDirectoryUser = object<DirectoryUser>({
  id: 'string',
  directoryId: 'string',
  email: 'nullable',
  firstName: 'nullable',
  lastName: 'nullable',
  state: 'string',
  rawAttributes: (attributes) => attributes ?? {},
  customAttributes: (attributes) => attributes ?? {},
  groups: (groups, at) => arrayOf(readDirectoryGroup)(groups ?? [], at),
})

/**
 * Fetches a user of a directory.
 *
 * Fails with `ApiError` `entity_not_found` or `forbidden`.
 * @see OpenAPI `GET /directory_users/{id}`
 */
export function getDirectoryUser(
  api: Api,
  { directoryUserId }: GetDirectoryUserParams,
  options?: CallOptions,
): Promise<DirectoryUser> {
  const at = path`/directory_users/${directoryUserId}`
  return request(api, { method: 'GET', path: at, read: readDirectoryUser, result: 'directoryUser' }, options)
}

export interface GetDirectoryUserParams {
  directoryUserId: string
}
