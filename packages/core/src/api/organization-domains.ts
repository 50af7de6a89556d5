import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { path } from './request/path.ts'
import { nothing, object } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Adds an email domain to an organization. The domain is not verified yet; see {@link verifyOrganizationDomain}.
 *
 * Fails with `ApiError` `domain_already_exists`, `entity_not_found` or `invalid_request_parameters`.
 * @see OpenAPI `POST /organization_domains`
 */
export function createOrganizationDomain(
  api: Api,
  params: CreateOrganizationDomainParams,
  options?: CallOptions,
): Promise<OrganizationDomain> {
  const at = path`/organization_domains`
  return request(
    api,
    { method: 'POST', path: at, body: params, read: readOrganizationDomain, result: 'organizationDomain' },
    options,
  )
}

export interface CreateOrganizationDomainParams {
  organizationId: string
  domain: string
}

/** An email domain of an organization. */
export interface OrganizationDomain {
  object: 'organization_domain'
  id: string
  organizationId: string
  domain: string
  state?: 'failed' | 'legacy_verified' | 'pending' | 'unverified' | 'verified' | (string & {})
  /** The name of the DNS TXT record that verifies the domain. */
  verificationPrefix?: string | null
  /** The value of that record. */
  verificationToken?: string | null
  verificationStrategy?: 'dns' | 'manual' | (string & {})
  /** ISO 8601, UTC. */
  createdAt: string
  /** ISO 8601, UTC. */
  updatedAt: string
}

const readOrganizationDomain = object<OrganizationDomain>({
  id: 'string',
  organizationId: 'string',
  domain: 'string',
})

/**
 * Fetches an email domain of an organization.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /organization_domains/{id}`
 */
export function getOrganizationDomain(
  api: Api,
  { organizationDomainId }: OrganizationDomainIdParams,
  options?: CallOptions,
): Promise<OrganizationDomain> {
  const at = path`/organization_domains/${organizationDomainId}`
  return request(
    api,
    { method: 'GET', path: at, read: readOrganizationDomain, result: 'organizationDomain' },
    options,
  )
}

/** Identifies a domain. */
export interface OrganizationDomainIdParams {
  organizationDomainId: string
}

/**
 * Removes an email domain from its organization.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `DELETE /organization_domains/{id}`
 */
export function deleteOrganizationDomain(
  api: Api,
  { organizationDomainId }: OrganizationDomainIdParams,
  options?: CallOptions,
): Promise<void> {
  const at = path`/organization_domains/${organizationDomainId}`
  return request(api, { method: 'DELETE', path: at, read: nothing, result: 'nothing' }, options)
}

/**
 * Checks the DNS record of a domain. The returned `state` is the result.
 *
 * Fails with `ApiError` `entity_not_found` or `domain_already_verified`.
 * @see OpenAPI `POST /organization_domains/{id}/verify`
 */
export function verifyOrganizationDomain(
  api: Api,
  { organizationDomainId }: OrganizationDomainIdParams,
  options?: CallOptions,
): Promise<OrganizationDomain> {
  const at = path`/organization_domains/${organizationDomainId}/verify`
  return request(
    api,
    { method: 'POST', path: at, read: readOrganizationDomain, result: 'organizationDomain' },
    options,
  )
}
