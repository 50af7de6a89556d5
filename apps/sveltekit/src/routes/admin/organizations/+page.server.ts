import { adminActions, onePage, placeIn } from '#lib/server/admin.ts'
import { takeCalls } from '#lib/server/calls.ts'
import { api } from '#lib/server/site.ts'

export const load = async (event) => ({
  organizations: await onePage(api().listOrganizations(placeIn(event.url))),
  calls: takeCalls(event),
})

export const actions = adminActions({
  async create({ name = '', domain }) {
    const domainData = domain === undefined ? undefined : ([{ domain, state: 'verified' }] as const)
    const organization = await api().createOrganization({ name, domainData })
    return `/admin/organizations/${organization.id}?done=create`
  },
})
