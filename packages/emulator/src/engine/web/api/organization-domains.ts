import * as v from 'valibot'
import {
  createOrganizationDomain,
  deleteOrganizationDomain,
  getOrganizationDomain,
  type OwnedDomain,
  verifyOrganizationDomain,
} from '../../domain/organization-domains/organization-domains.ts'
import { OrganizationDomain, presentDomain } from '../../domain/organizations/organization-schema.ts'
import { created, operation } from '../http/operation.ts'
import { resourceOperations } from '../http/resource.ts'

const present = ({ organizationId, domain }: OwnedDomain) => presentDomain(organizationId, domain)

export const organizationDomainOperations = [
  ...resourceOperations({
    name: 'OrganizationDomain',
    noun: 'a domain of an organization',
    path: '/organization_domains',
    object: OrganizationDomain,
    present,
    find: getOrganizationDomain,
    create: {
      body: v.object({ domain: v.string(), organization_id: v.string() }),
      run: createOrganizationDomain,
      refusals: { 409: ['domain_already_exists'] },
    },
    remove: { run: deleteOrganizationDomain },
  }),
  operation({
    id: 'verifyOrganizationDomain',
    method: 'POST',
    path: '/organization_domains/:id/verify',
    summary: 'Look up the TXT record that verifies a domain',
    responses: { 201: OrganizationDomain },
    refusals: { 400: ['domain_already_verified'] },
    async handle({ context, params }) {
      const owned = await getOrganizationDomain(context, params.id)
      return created(present(await verifyOrganizationDomain(context, owned)))
    },
  }),
]
