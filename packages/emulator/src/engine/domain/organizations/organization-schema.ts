import * as v from 'valibot'
import { isoTime } from '../../base/clock.ts'
import { isoTimestamp } from '../../contract/values.ts'
import { fromJson } from '../../storage/json.ts'
import type { OrganizationRow } from '../../storage/tables.ts'

export const DOMAIN_STATES = ['failed', 'legacy_verified', 'pending', 'unverified', 'verified'] as const

export const OrganizationDomain = v.object({
  object: v.literal('organization_domain'),
  id: v.string(),
  organization_id: v.string(),
  domain: v.string(),
  state: v.picklist(DOMAIN_STATES),
  verification_strategy: v.picklist(['dns', 'manual']),
  verification_prefix: v.optional(v.string()),
  verification_token: v.optional(v.string()),
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
})

export const Organization = v.object({
  object: v.literal('organization'),
  id: v.string(),
  name: v.string(),
  domains: v.array(OrganizationDomain),
  metadata: v.record(v.string(), v.string()),
  external_id: v.nullable(v.string()),
  allow_profiles_outside_organization: v.boolean(),
  stripe_customer_id: v.optional(v.string()),
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
})

/** A domain, as stored in the organization's row. */
export interface StoredDomain {
  id: string
  domain: string
  state: (typeof DOMAIN_STATES)[number]
  /** The required content of the TXT record. Absent if the domain needs no verification. */
  verification?: { prefix: string; token: string }
  created_at: number
  updated_at?: number
}

export function isVerified({ state }: Pick<StoredDomain, 'state'>): boolean {
  return state === 'verified' || state === 'legacy_verified'
}

export function presentDomain(
  organizationId: string,
  domain: StoredDomain,
): v.InferOutput<typeof OrganizationDomain> {
  const { verification } = domain
  return {
    object: 'organization_domain',
    id: domain.id,
    organization_id: organizationId,
    domain: domain.domain,
    state: domain.state,
    ...(verification === undefined
      ? { verification_strategy: 'manual' }
      : {
          verification_strategy: 'dns',
          verification_prefix: verification.prefix,
          verification_token: verification.token,
        }),
    created_at: isoTime(domain.created_at),
    updated_at: isoTime(domain.updated_at ?? domain.created_at),
  }
}

export function presentOrganization(row: OrganizationRow): v.InferOutput<typeof Organization> {
  return {
    object: 'organization',
    id: row.id,
    name: row.name,
    domains: fromJson<StoredDomain[]>(row.domains).map((domain) => presentDomain(row.id, domain)),
    metadata: fromJson(row.metadata),
    external_id: row.external_id,
    allow_profiles_outside_organization: row.allow_profiles_outside_organization === 1,
    ...(row.stripe_customer_id !== null && { stripe_customer_id: row.stripe_customer_id }),
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}
