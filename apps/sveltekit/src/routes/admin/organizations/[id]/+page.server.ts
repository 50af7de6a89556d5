import { adminActions, reading } from '#lib/server/admin.ts'
import { takeCalls } from '#lib/server/calls.ts'
import { api } from '#lib/server/site.ts'

export const load = async (event) => ({
  organization: await reading(api().getOrganization({ organizationId: event.params.id })),
  calls: takeCalls(event),
})

export const actions = adminActions({
  update: ({ name }, { params }) => api().updateOrganization({ organizationId: params.id ?? '', name }),
  async delete(_fields, { params }) {
    await api().deleteOrganization({ organizationId: params.id ?? '' })
    return '/admin/organizations?done=deleted'
  },
})
