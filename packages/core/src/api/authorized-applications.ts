import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { list, type PageParams, type PagePromise } from './request/page.ts'
import { path } from './request/path.ts'
import { nothing, object, strings } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Lists the applications that users of an organization have authorized.
 *
 * Fails with `ApiError` `entity_not_found` or `invalid_request_parameters`.
 * @see OpenAPI `GET /organizations/{organization_id}/authorized_applications`
 */
export function listOrganizationAuthorizedApplications(
  api: Api,
  { organizationId, ...params }: ListOrganizationAuthorizedApplicationsParams,
  options?: CallOptions,
): PagePromise<AuthorizedApplication> {
  return list(
    api,
    { path: path`/organizations/${organizationId}/authorized_applications`, params, item: readAuthorized },
    options,
  )
}

export interface ListOrganizationAuthorizedApplicationsParams extends PageParams {
  organizationId: string
}

/** An application that a user has authorized, and its permissions. */
export interface AuthorizedApplication {
  object: 'authorized_connect_application'
  id: string
  grantedScopes: string[]
  oauthResource?: string
  application: ConnectApplication
  /** Set in the list of an organization. */
  userId?: string
}

/** A WorkOS Connect application. Fields specific to its type are kept, but not typed. */
export interface ConnectApplication {
  object: 'connect_application'
  id: string
  clientId: string
  name: string
  description: string | null
  scopes: string[]
  applicationType: 'oauth' | 'm2m' | (string & {})
  isFirstParty?: boolean
  organizationId?: string
  /** ISO 8601, UTC. */
  createdAt: string
  /** ISO 8601, UTC. */
  updatedAt: string
}

const readAuthorized = object<AuthorizedApplication>({
  id: 'string',
  grantedScopes: strings,
  application: object<ConnectApplication>({
    id: 'string',
    clientId: 'string',
    name: 'string',
    description: 'nullable',
    scopes: strings,
  }),
})

/**
 * Lists the applications that a user has authorized.
 *
 * Fails with `ApiError` `entity_not_found` or `invalid_request_parameters`.
 * @see OpenAPI `GET /user_management/users/{user_id}/authorized_applications`
 */
export function listUserAuthorizedApplications(
  api: Api,
  { userId, ...params }: ListUserAuthorizedApplicationsParams,
  options?: CallOptions,
): PagePromise<AuthorizedApplication> {
  return list(
    api,
    { path: path`/user_management/users/${userId}/authorized_applications`, params, item: readAuthorized },
    options,
  )
}

export interface ListUserAuthorizedApplicationsParams extends PageParams {
  userId: string
}

/**
 * Revokes a user's authorization of an application.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `DELETE /user_management/users/{user_id}/authorized_applications/{application_id}`
 */
export function deleteUserAuthorizedApplication(
  api: Api,
  { userId, applicationId }: DeleteUserAuthorizedApplicationParams,
  options?: CallOptions,
): Promise<void> {
  const at = path`/user_management/users/${userId}/authorized_applications/${applicationId}`
  return request(api, { method: 'DELETE', path: at, read: nothing, result: 'nothing' }, options)
}

export interface DeleteUserAuthorizedApplicationParams {
  userId: string
  applicationId: string
}
