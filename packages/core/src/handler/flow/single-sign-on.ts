import type { Client, Organization } from '../../api/index.ts'
import { domainSpellings } from '../identity/domain-name.ts'
import type { AdvanceContext } from './flow-context.ts'

/** The organization that has verified the domain of an email address. */
export async function organizationOfDomain(email: string, client: Client): Promise<Organization | undefined> {
  const domain = email.split('@')[1]
  if (domain === undefined) return undefined
  const domains = domainSpellings(domain)
  const page = await client.listOrganizations({ domains, limit: 100 })
  // Anyone can claim a domain. If two organizations have verified it, neither is used.
  const [owner, ...others] = page.data.filter((one) => hasVerified(one.domains, domains))
  return others.length === 0 ? owner : undefined
}

/**
 * The connections that users with this email domain can sign in with. They depend only on the domain, so that they do not
 * reveal whether the address has an account. If the API fails, there are none, the failure is reported, and the user signs in with
 * another method.
 */
export async function connectionsOfDomain(
  email: string,
  { client, afterward }: Pick<AdvanceContext, 'client' | 'afterward'>,
): Promise<readonly string[]> {
  try {
    const organization = await organizationOfDomain(email, client)
    if (organization === undefined) return []
    const { data } = await client.listConnections({ organizationId: organization.id, limit: 100 })
    return data.filter(({ state }) => state === 'active').map(({ id }) => id)
  } catch (cause) {
    afterward('identify', () => Promise.reject(cause))
    return []
  }
}

const VERIFIED = new Set(['verified', 'legacy_verified'])

const hasVerified = (domains: Organization['domains'], spellings: readonly string[]) =>
  domains.some(({ domain, state }) => spellings.includes(domain.toLowerCase()) && VERIFIED.has(state ?? ''))
