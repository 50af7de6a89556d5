import { decodedTimes, type Exchanges, times } from './exchange.ts'

const domain = {
  object: 'organization_domain',
  id: 'org_domain_01',
  organization_id: 'org_01',
  domain: 'orchard.example',
  state: 'pending',
  verification_prefix: '_latchkey',
  verification_token: 'abc',
  verification_strategy: 'dns',
  ...times,
}
const decoded = {
  object: 'organization_domain',
  id: 'org_domain_01',
  organizationId: 'org_01',
  domain: 'orchard.example',
  state: 'pending',
  verificationPrefix: '_latchkey',
  verificationToken: 'abc',
  verificationStrategy: 'dns',
  ...decodedTimes,
}
const organizationDomainId = domain.id
const at = '/organization_domains/org_domain_01'

export const organizationDomainExchanges: Exchanges = {
  createOrganizationDomain: {
    call: (c) => c.createOrganizationDomain({ organizationId: 'org_01', domain: 'orchard.example' }),
    method: 'POST',
    path: '/organization_domains',
    sends: '{"organization_id":"org_01","domain":"orchard.example"}',
    status: 201,
    response: domain,
    result: decoded,
  },
  getOrganizationDomain: {
    call: (c) => c.getOrganizationDomain({ organizationDomainId }),
    method: 'GET',
    path: at,
    response: domain,
    result: decoded,
  },
  deleteOrganizationDomain: {
    call: (c) => c.deleteOrganizationDomain({ organizationDomainId }),
    method: 'DELETE',
    path: at,
    status: 204,
  },
  verifyOrganizationDomain: {
    call: (c) => c.verifyOrganizationDomain({ organizationDomainId }),
    method: 'POST',
    path: `${at}/verify`,
    status: 201,
    response: domain,
    result: decoded,
  },
}
