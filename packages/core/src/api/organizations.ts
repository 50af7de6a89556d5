import { decodeOrganization } from './decoders.ts'
import type { OrganizationDomain } from './organization-domains.ts'
import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { list, type PageParams, type PagePromise } from './request/page.ts'
import { path } from './request/path.ts'
import { nothing, object, withShortcut } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Fetches an organization.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /organizations/{id}`
 */
export function getOrganization(
  api: Api,
  { organizationId }: GetOrganizationParams,
  options?: CallOptions,
): Promise<Organization> {
  const at = path`/organizations/${organizationId}`
  return request(
    api,
    { method: 'GET', path: at, read: readSentOrganization, result: 'organization' },
    options,
  )
}

export interface GetOrganizationParams {
  organizationId: string
}

/** One of your customers: a company, a team or a workspace. */
export interface Organization {
  object: 'organization'
  id: string
  name: string
  domains: OrganizationDomain[]
  /** Your own data. Its keys are never renamed. */
  metadata: Record<string, string>
  /** Your own ID for the organization. */
  externalId: string | null
  stripeCustomerId?: string | null
  allowProfilesOutsideOrganization?: boolean
  /** ISO 8601, UTC. */
  createdAt: string
  /** ISO 8601, UTC. */
  updatedAt: string
}

/** Reads an {@link Organization}. */
export const readOrganization = object<Organization>({
  id: 'string',
  name: 'string',
  domains: (domains) => domains ?? [],
  metadata: (metadata) => metadata ?? {},
  externalId: 'nullable',
})

/** Reads an {@link Organization} straight from the wire. */
const readSentOrganization = /* @__PURE__ */ withShortcut(readOrganization, decodeOrganization)

/**
 * Fetches an organization by your own ID.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /organizations/external_id/{external_id}`
 */
export function getOrganizationByExternalId(
  api: Api,
  { externalId }: GetOrganizationByExternalIdParams,
  options?: CallOptions,
): Promise<Organization> {
  const at = path`/organizations/external_id/${{ externalId }}`
  return request(
    api,
    { method: 'GET', path: at, read: readSentOrganization, result: 'organization' },
    options,
  )
}

export interface GetOrganizationByExternalIdParams {
  externalId: string
}

/**
 * Lists organizations, newest first.
 *
 * Fails with `ApiError` `invalid_request_parameters`.
 * @see OpenAPI `GET /organizations`
 */
export function listOrganizations(
  api: Api,
  params: ListOrganizationsParams = {},
  options?: CallOptions,
): PagePromise<Organization> {
  return list(api, { path: path`/organizations`, params, item: readSentOrganization }, options)
}

export interface ListOrganizationsParams extends PageParams {
  /** Only organizations with one of these domains. */
  domains?: readonly string[]
}

/**
 * Creates an organization.
 *
 * Fails with `ApiError` `invalid_metadata`, `external_id_already_used`, `conflict` or `invalid_request_parameters`.
 * @see OpenAPI `POST /organizations`
 */
export function createOrganization(
  api: Api,
  params: CreateOrganizationParams,
  options?: CallOptions,
): Promise<Organization> {
  const at = path`/organizations`
  const call = {
    method: 'POST',
    path: at,
    body: params,
    read: readSentOrganization,
    result: 'organization',
  } as const
  return request(api, call, options)
}

/** A domain to add, and whether you confirm that it belongs to the organization. */
export interface OrganizationDomainParams {
  domain: string
  state: 'pending' | 'verified'
}

export interface CreateOrganizationParams {
  name: string
  domainData?: readonly OrganizationDomainParams[]
  metadata?: Record<string, string> | null
  externalId?: string | null
  allowProfilesOutsideOrganization?: boolean
}

/**
 * Changes an organization. Omitted fields stay unchanged.
 *
 * Fails with `ApiError` `entity_not_found` or the codes of {@link createOrganization}.
 * @see OpenAPI `PUT /organizations/{id}`
 */
export function updateOrganization(
  api: Api,
  { organizationId, ...body }: UpdateOrganizationParams,
  options?: CallOptions,
): Promise<Organization> {
  const at = path`/organizations/${organizationId}`
  return request(
    api,
    { method: 'PUT', path: at, body, read: readSentOrganization, result: 'organization' },
    options,
  )
}

export interface UpdateOrganizationParams {
  organizationId: string
  name?: string
  domainData?: readonly OrganizationDomainParams[]
  /** Merged key by key; a key set to `null` is removed. */
  metadata?: Record<string, string | null> | null
  externalId?: string | null
  stripeCustomerId?: string | null
  allowProfilesOutsideOrganization?: boolean
}

/**
 * Deletes an organization with its memberships and invitations.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `DELETE /organizations/{id}`
 */
export function deleteOrganization(
  api: Api,
  { organizationId }: DeleteOrganizationParams,
  options?: CallOptions,
): Promise<void> {
  const at = path`/organizations/${organizationId}`
  return request(api, { method: 'DELETE', path: at, read: nothing, result: 'nothing' }, options)
}

export interface DeleteOrganizationParams {
  organizationId: string
}
