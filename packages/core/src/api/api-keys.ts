import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { list, type PageParams, type PagePromise } from './request/page.ts'
import { path } from './request/path.ts'
import { nothing, object, strings } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Looks up the owner of an API key. For an unknown, expired or deleted key, `apiKey` is `null`, which is not an error. For an
 * empty string, no request is sent.
 *
 * Fails with `ApiError` `unauthorized` (this client's own key) or `invalid_request_parameters`.
 * @see OpenAPI `POST /api_keys/validations`
 */
export async function validateApiKey(
  api: Api,
  { value }: ValidateApiKeyParams,
  options?: CallOptions,
): Promise<ApiKeyValidation> {
  if (typeof value !== 'string' || value.trim() === '') return { apiKey: null }
  const at = path`/api_keys/validations`
  const call = { method: 'POST', path: at, body: { value }, secret: value } as const
  return request(api, { ...call, read: readValidation, result: 'validation' }, options)
}

export interface ValidateApiKeyParams {
  /** The key that the caller sent. Secret. */
  value: string
}

/** The result of {@link validateApiKey}. */
export interface ApiKeyValidation {
  /** `null` means that the key is not valid: refuse the request. */
  apiKey: ApiKey | null
  agentRegistrationId?: string
}

/** An API key with which an organization or a user calls your API. */
export interface ApiKey {
  object: 'api_key'
  id: string
  owner: ApiKeyOwner
  name: string
  /** The last characters of the key, to show in lists. */
  obfuscatedValue: string
  /** ISO 8601, UTC. */
  lastUsedAt: string | null
  /** ISO 8601, UTC. `null` if the key does not expire. */
  expiresAt: string | null
  /** The slugs of its permissions. */
  permissions: string[]
  /** ISO 8601, UTC. */
  createdAt: string
  /** ISO 8601, UTC. */
  updatedAt: string
}

/** The owner of a key. Branch on `type`. */
export type ApiKeyOwner =
  | { type: 'organization'; id: string }
  | { type: 'user'; id: string; organizationId: string }

/** A new key. `value` is never returned again. It is readable, but redacted in logs and JSON. */
export interface CreatedApiKey extends ApiKey {
  /** The complete key. Secret. */
  value: string
}

const fields = {
  id: 'string',
  owner: object<ApiKeyOwner>({ type: 'string', id: 'string' }),
  name: 'string',
  lastUsedAt: 'nullable',
  expiresAt: 'nullable',
  permissions: strings,
} as const

const readApiKey = object<ApiKey>(fields)

const readCreatedApiKey = object<CreatedApiKey>({ ...fields, value: 'string' }, ['value'])

const readValidation = object<ApiKeyValidation>({
  apiKey: (response, at) => (response === null ? null : readApiKey(response, at)),
})

/**
 * Deletes an API key. It stops working immediately.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `DELETE /api_keys/{id}`
 */
export function deleteApiKey(api: Api, { apiKeyId }: ApiKeyParams, options?: CallOptions): Promise<void> {
  const at = path`/api_keys/${apiKeyId}`
  return request(api, { method: 'DELETE', path: at, read: nothing, result: 'nothing' }, options)
}

/** Identifies an API key. */
export interface ApiKeyParams {
  apiKeyId: string
}

/**
 * Expires an API key, now or at a later time.
 *
 * Fails with `ApiError` `entity_not_found`, `api_key_already_expired` or `invalid_request_parameters`.
 * @see OpenAPI `POST /api_keys/{id}/expire`
 */
export function expireApiKey(
  api: Api,
  { apiKeyId, ...body }: ExpireApiKeyParams,
  options?: CallOptions,
): Promise<ApiKey> {
  const at = path`/api_keys/${apiKeyId}/expire`
  return request(api, { method: 'POST', path: at, body, read: readApiKey, result: 'apiKey' }, options)
}

export interface ExpireApiKeyParams extends ApiKeyParams {
  /** ISO 8601. Default: now. */
  expiresAt?: string | null
}

/**
 * Lists the API keys of an organization, newest first.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /organizations/{organizationId}/api_keys`
 */
export function listOrganizationApiKeys(
  api: Api,
  { organizationId, ...params }: ListOrganizationApiKeysParams,
  options?: CallOptions,
): PagePromise<ApiKey> {
  return list(
    api,
    { path: path`/organizations/${organizationId}/api_keys`, params, item: readApiKey },
    options,
  )
}

export interface ListOrganizationApiKeysParams extends PageParams {
  organizationId: string
}

/**
 * Creates an API key that acts for an organization.
 *
 * Fails with `ApiError` `entity_not_found` or `invalid_request_parameters`.
 * @see OpenAPI `POST /organizations/{organizationId}/api_keys`
 */
export function createOrganizationApiKey(
  api: Api,
  { organizationId, ...body }: CreateOrganizationApiKeyParams,
  options?: CallOptions,
): Promise<CreatedApiKey> {
  const at = path`/organizations/${organizationId}/api_keys`
  return request(api, { method: 'POST', path: at, body, read: readCreatedApiKey, result: 'apiKey' }, options)
}

export interface CreateOrganizationApiKeyParams {
  organizationId: string
  name: string
  /** Permission slugs. Default: none. */
  permissions?: readonly string[]
  /** ISO 8601. Default: the key does not expire. */
  expiresAt?: string
}

/**
 * Lists the API keys of a user, newest first.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /user_management/users/{userId}/api_keys`
 */
export function listUserApiKeys(
  api: Api,
  { userId, ...params }: ListUserApiKeysParams,
  options?: CallOptions,
): PagePromise<ApiKey> {
  return list(
    api,
    { path: path`/user_management/users/${userId}/api_keys`, params, item: readApiKey },
    options,
  )
}

export interface ListUserApiKeysParams extends PageParams {
  userId: string
  /** Only keys for this organization. */
  organizationId?: string
}

/**
 * Creates an API key that acts for a user in one organization.
 *
 * Fails with `ApiError` `entity_not_found`, `bad_request` or `invalid_request_parameters`.
 * @see OpenAPI `POST /user_management/users/{userId}/api_keys`
 */
export function createUserApiKey(
  api: Api,
  { userId, ...body }: CreateUserApiKeyParams,
  options?: CallOptions,
): Promise<CreatedApiKey> {
  const at = path`/user_management/users/${userId}/api_keys`
  return request(api, { method: 'POST', path: at, body, read: readCreatedApiKey, result: 'apiKey' }, options)
}

export interface CreateUserApiKeyParams {
  userId: string
  organizationId: string
  name: string
  /** Permission slugs. Default: none. */
  permissions?: readonly string[]
  /** ISO 8601. Default: the key does not expire. */
  expiresAt?: string
}
