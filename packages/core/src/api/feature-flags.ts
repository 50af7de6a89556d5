import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { list, type PageParams, type PagePromise } from './request/page.ts'
import { path } from './request/path.ts'
import { nothing, object, strings } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Lists feature flags, newest first.
 *
 * Fails with `ApiError` `invalid_request_parameters`.
 * @see OpenAPI `GET /feature-flags`
 */
export function listFeatureFlags(
  api: Api,
  params: PageParams = {},
  options?: CallOptions,
): PagePromise<FeatureFlag> {
  return list(api, { path: path`/feature-flags`, params, item: readFeatureFlag }, options)
}

/** A feature flag. Access tokens contain the slugs of the enabled ones, as `feature_flags`. */
export interface FeatureFlag {
  object: 'feature_flag'
  id: string
  slug: string
  name: string
  description: string | null
  owner: FeatureFlagOwner | null
  tags: string[]
  enabled: boolean
  /** The value for users and organizations that are not targets. */
  defaultValue: boolean
  /** ISO 8601, UTC. */
  createdAt: string
  /** ISO 8601, UTC. */
  updatedAt: string
}

/** The teammate who owns a flag. */
export interface FeatureFlagOwner {
  email: string
  firstName: string | null
  lastName: string | null
}

const readFeatureFlag = object<FeatureFlag>({
  id: 'string',
  slug: 'string',
  name: 'string',
  description: 'nullable',
  owner: 'nullable',
  tags: strings,
  enabled: 'boolean',
  defaultValue: 'boolean',
})

/**
 * Fetches a feature flag by its slug.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /feature-flags/{slug}`
 */
export function getFeatureFlag(
  api: Api,
  { slug }: FeatureFlagParams,
  options?: CallOptions,
): Promise<FeatureFlag> {
  const at = path`/feature-flags/${{ externalId: slug }}`
  return request(api, { method: 'GET', path: at, read: readFeatureFlag, result: 'featureFlag' }, options)
}

/** Identifies a feature flag. */
export interface FeatureFlagParams {
  slug: string
}

/**
 * Turns a feature flag on.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `PUT /feature-flags/{slug}/enable`
 */
export function enableFeatureFlag(
  api: Api,
  { slug }: FeatureFlagParams,
  options?: CallOptions,
): Promise<FeatureFlag> {
  const at = path`/feature-flags/${{ externalId: slug }}/enable`
  return request(api, { method: 'PUT', path: at, read: readFeatureFlag, result: 'featureFlag' }, options)
}

/**
 * Turns a feature flag off.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `PUT /feature-flags/{slug}/disable`
 */
export function disableFeatureFlag(
  api: Api,
  { slug }: FeatureFlagParams,
  options?: CallOptions,
): Promise<FeatureFlag> {
  const at = path`/feature-flags/${{ externalId: slug }}/disable`
  return request(api, { method: 'PUT', path: at, read: readFeatureFlag, result: 'featureFlag' }, options)
}

/**
 * Turns a feature flag on for one user or one organization.
 *
 * Fails with `ApiError` `entity_not_found`, `forbidden` or `invalid_resource_id_format`.
 * @see OpenAPI `POST /feature-flags/{slug}/targets/{resourceId}`
 */
export function addFeatureFlagTarget(
  api: Api,
  { slug, resourceId }: FeatureFlagTargetParams,
  options?: CallOptions,
): Promise<void> {
  const at = path`/feature-flags/${{ externalId: slug }}/targets/${resourceId}`
  return request(api, { method: 'POST', path: at, read: nothing, result: 'nothing' }, options)
}

/** Identifies a target of a feature flag. */
export interface FeatureFlagTargetParams extends FeatureFlagParams {
  /** The ID of a user or an organization. */
  resourceId: string
}

/**
 * Removes a user or an organization from a feature flag's targets.
 *
 * Fails with `ApiError` `entity_not_found`, `forbidden` or `invalid_resource_id_format`.
 * @see OpenAPI `DELETE /feature-flags/{slug}/targets/{resourceId}`
 */
export function removeFeatureFlagTarget(
  api: Api,
  { slug, resourceId }: FeatureFlagTargetParams,
  options?: CallOptions,
): Promise<void> {
  const at = path`/feature-flags/${{ externalId: slug }}/targets/${resourceId}`
  return request(api, { method: 'DELETE', path: at, read: nothing, result: 'nothing' }, options)
}

/**
 * Lists the feature flags that are enabled for an organization.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /organizations/{organizationId}/feature-flags`
 */
export function listOrganizationFeatureFlags(
  api: Api,
  { organizationId, ...params }: ListOrganizationFeatureFlagsParams,
  options?: CallOptions,
): PagePromise<FeatureFlag> {
  return list(
    api,
    { path: path`/organizations/${organizationId}/feature-flags`, params, item: readFeatureFlag },
    options,
  )
}

export interface ListOrganizationFeatureFlagsParams extends PageParams {
  organizationId: string
}

/**
 * Lists the feature flags that are enabled for a user.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /user_management/users/{userId}/feature-flags`
 */
export function listUserFeatureFlags(
  api: Api,
  { userId, ...params }: ListUserFeatureFlagsParams,
  options?: CallOptions,
): PagePromise<FeatureFlag> {
  return list(
    api,
    { path: path`/user_management/users/${userId}/feature-flags`, params, item: readFeatureFlag },
    options,
  )
}

export interface ListUserFeatureFlagsParams extends PageParams {
  userId: string
}
