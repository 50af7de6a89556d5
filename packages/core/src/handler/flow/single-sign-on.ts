import type { Client, Organization } from '../../api/index.ts'
import { domainSpellings } from '../identity/domain-name.ts'

/** The organization that has proven to own the domain of an email address. */
export async function organizationOfDomain(email: string, client: Client): Promise<Organization | undefined> {
  const domain = email.split('@')[1]
  if (domain === undefined) return undefined
  const domains = domainSpellings(domain)
  const page = await client.listOrganizations({ domains, limit: 100 })
  // Anyone can claim a domain. Of two that have proven it, neither is taken.
  const [owner, ...others] = page.data.filter((one) => hasVerified(one.domains, domains))
  return others.length === 0 ? owner : undefined
}

/**
 * The connections that users of the address's domain can sign in with. The domain alone decides, so that nothing tells
 * whether the address has an account. None where the API did not tell: the user signs in another way, or starts it there.
 */
export async function connectionsOfDomain(email: string, client: Client): Promise<readonly string[]> {
  try {
    const organization = await organizationOfDomain(email, client)
    if (organization === undefined) return []
    const { data } = await client.listConnections({ organizationId: organization.id, limit: 100 })
    return data.filter(({ state }) => state === 'active').map(({ id }) => id)
  } catch {
    return []
  }
}

const VERIFIED = new Set(['verified', 'legacy_verified'])

const hasVerified = (domains: Organization['domains'], spellings: readonly string[]) =>
  domains.some(({ domain, state }) => spellings.includes(domain.toLowerCase()) && VERIFIED.has(state ?? ''))
