import { adminActions, onePage, placeIn } from '#lib/server/admin.ts'
import { api } from '#lib/server/site.ts'

export const load = async ({ url }) => ({
  organizations: await onePage(api().listOrganizations(placeIn(url))),
})

export const actions = adminActions({
  async create({ name = '', domain }) {
    const domainData = domain === undefined ? undefined : ([{ domain, state: 'verified' }] as const)
    const organization = await api().createOrganization({ name, domainData })
    return `/admin/organizations/${organization.id}?done=create`
  },
})
