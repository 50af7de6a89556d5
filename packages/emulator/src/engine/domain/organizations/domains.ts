import { fail, invalidField, notFound } from '../../base/failure.ts'
import { opaqueToken } from '../../base/randomness.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { domainKey } from '../../contract/email-address.ts'
import { fromJson, toFlag, toJson } from '../../storage/json.ts'
import type { Db } from '../../storage/storage.ts'
import type { OrganizationRow } from '../../storage/tables.ts'
import { isVerified, type StoredDomain } from './organization-schema.ts'

/** A domain in a request. */
export interface DomainInput {
  domain: string
  state: StoredDomain['state']
}

/** The domains of a request in stored form. An existing domain keeps its id. Fails with 422 `invalid_domain`. */
export function storedDomains(
  context: EngineContext,
  field: string,
  inputs: DomainInput[],
  earlier: StoredDomain[] = [],
): StoredDomain[] {
  const domains = new Map<string, StoredDomain>()
  for (const { domain, state } of inputs) {
    const key = checkedDomain(field, domain)
    const known = earlier.find((other) => other.domain === key)
    domains.set(key, known === undefined ? newDomain(context, key, state) : { ...known, state })
  }
  return [...domains.values()]
}

export function newDomain(
  context: EngineContext,
  domain: string,
  state: StoredDomain['state'],
): StoredDomain {
  const isProven = isVerified({ state })
  return {
    id: context.ids.next('org_domain'),
    domain,
    state,
    ...(!isProven && {
      verification: {
        prefix: `latchkey-domain-verification-${opaqueToken(context.random, 6).toLowerCase()}`,
        token: opaqueToken(context.random),
      },
    }),
    created_at: context.clock.now(),
  }
}

/** The domain in the form in which it is compared. Fails with 422 `invalid_domain`. */
export function checkedDomain(field: string, domain: string): string {
  const key = domainKey(domain)
  if (key !== undefined) return key
  throw invalidField(field, 'invalid_domain', `'${domain}' is not a domain name such as orchard.example.`)
}

/** A verified domain belongs to one organization. Fails with 409 `domain_already_exists`. */
export async function requireFreeDomains(
  db: Db,
  domains: StoredDomain[],
  organizationId: string | undefined,
): Promise<void> {
  const verified = domains.filter(isVerified).map(({ domain }) => domain)
  if (verified.length === 0) return
  const taken = await db
    .selectFrom('organization_domains')
    .select('domain')
    .where('domain', 'in', verified)
    .where('is_verified', '=', 1)
    .where('organization_id', '!=', organizationId ?? '')
    .executeTakeFirst()
  if (taken !== undefined) throw domainTaken(taken.domain)
}

export function domainTaken(domain: string) {
  return fail(409, 'domain_already_exists', `An Organization with the domain ${domain} already exists.`)
}

/** Indexes the domains by organization. */
export async function indexDomains(db: Db, organizationId: string, domains: StoredDomain[]): Promise<void> {
  await db.deleteFrom('organization_domains').where('organization_id', '=', organizationId).execute()
  for (const domain of domains) {
    await db
      .insertInto('organization_domains')
      .values({
        id: domain.id,
        organization_id: organizationId,
        domain: domain.domain,
        is_verified: toFlag(isVerified(domain)),
      })
      .execute()
  }
}

/**
 * Changes the domains of an organization. It is written only if the row has not changed since it was read, and otherwise read
 * again, so `change` may run several times.
 */
export async function changeDomains(
  context: EngineContext,
  organizationId: string,
  change: (domains: StoredDomain[]) => StoredDomain[],
): Promise<OrganizationRow> {
  for (;;) {
    const read = await context.db
      .selectFrom('organizations')
      .select('domains')
      .where('id', '=', organizationId)
      .executeTakeFirst()
    if (read === undefined) throw notFound('Organization', organizationId)
    const domains = change(fromJson(read.domains))
    const written = await context.db.transaction().execute(async (trx) => {
      await requireFreeDomains(trx, domains, organizationId)
      const row = await trx
        .updateTable('organizations')
        .set({ domains: toJson(domains) })
        .where('id', '=', organizationId)
        .where('domains', '=', read.domains)
        .returningAll()
        .executeTakeFirst()
      if (row !== undefined) await indexDomains(trx, organizationId, domains)
      return row
    })
    if (written !== undefined) return written
  }
}
