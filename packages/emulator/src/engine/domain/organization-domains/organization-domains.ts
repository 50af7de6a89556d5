import { fail, notFound } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { fromJson } from '../../storage/json.ts'
import { recordEvent } from '../events/record-event.ts'
import { changeDomains, checkedDomain, domainTaken, newDomain } from '../organizations/domains.ts'
import { isVerified, presentDomain, type StoredDomain } from '../organizations/organization-schema.ts'
import { findOrganization, getOrganization } from '../organizations/organizations.ts'
import { hasTxtRecord } from './txt-records.ts'

/** A domain and its organization. */
export interface OwnedDomain {
  organizationId: string
  domain: StoredDomain
}

/** Fails with 404. */
export async function getOrganizationDomain(context: EngineContext, id: string): Promise<OwnedDomain> {
  const entry = await context.db
    .selectFrom('organization_domains')
    .select('organization_id')
    .where('id', '=', id)
    .executeTakeFirst()
  const organization = entry && (await findOrganization(context, entry.organization_id))
  const domain = organization && fromJson<StoredDomain[]>(organization.domains).find((one) => one.id === id)
  if (organization === undefined || domain === undefined) throw notFound('Organization Domain', id)
  return { organizationId: organization.id, domain }
}

/** Adds a domain, to be verified by a TXT record. Fails with 404, 409 `domain_already_exists` or 422 `invalid_domain`. */
export async function createOrganizationDomain(
  context: EngineContext,
  input: { domain: string; organization_id: string },
): Promise<OwnedDomain> {
  const key = checkedDomain('domain', input.domain)
  const { id: organizationId } = await getOrganization(context, input.organization_id)
  await requireUnverified(context, key)
  const domain = newDomain(context, key, 'pending')
  await changeDomains(context, organizationId, (domains) => {
    if (domains.some((other) => other.domain === key)) throw domainTaken(key)
    return [...domains, domain]
  })
  const owned = { organizationId, domain }
  await record(context, 'created', owned)
  return owned
}

async function requireUnverified(context: EngineContext, domain: string): Promise<void> {
  const taken = await context.db
    .selectFrom('organization_domains')
    .select('id')
    .where('domain', '=', domain)
    .where('is_verified', '=', 1)
    .executeTakeFirst()
  if (taken !== undefined) throw domainTaken(domain)
}

/**
 * Checks the TXT record once: the domain is then `verified`, or `failed` until the next check. Fails with 400
 * `domain_already_verified`.
 */
export async function verifyOrganizationDomain(
  context: EngineContext,
  { organizationId, domain }: OwnedDomain,
): Promise<OwnedDomain> {
  if (isVerified(domain)) throw fail(400, 'domain_already_verified', 'The domain is already verified.')
  const { verification } = domain
  const isProven = verification !== undefined && (await hasTxtRecord(context, domain.domain, verification))
  if (isProven) await requireUnverified(context, domain.domain)
  const change = {
    state: isProven ? ('verified' as const) : ('failed' as const),
    updated_at: context.clock.now(),
  }
  const row = await changeDomains(context, organizationId, (domains) =>
    domains.map((other) => (other.id === domain.id ? { ...other, ...change } : other)),
  )
  const changed = fromJson<StoredDomain[]>(row.domains).find(({ id }) => id === domain.id)
  if (changed === undefined) throw notFound('Organization Domain', domain.id)
  const owned = { organizationId, domain: changed }
  if (isProven) await record(context, 'verified', owned)
  else await recordRefusal(context, owned)
  return owned
}

export async function deleteOrganizationDomain(context: EngineContext, owned: OwnedDomain): Promise<void> {
  const { organizationId, domain } = owned
  await changeDomains(context, organizationId, (domains) => domains.filter(({ id }) => id !== domain.id))
  await record(context, 'deleted', owned)
}

async function record(
  context: EngineContext,
  what: 'created' | 'deleted' | 'verified',
  { organizationId, domain }: OwnedDomain,
): Promise<void> {
  const data = presentDomain(organizationId, domain)
  await recordEvent(context, `organization_domain.${what}`, data, organizationId)
}

async function recordRefusal(context: EngineContext, { organizationId, domain }: OwnedDomain): Promise<void> {
  const data = {
    reason: 'domain_verification_period_expired',
    organization_domain: presentDomain(organizationId, domain),
  }
  await recordEvent(context, 'organization_domain.verification_failed', data, organizationId)
}
