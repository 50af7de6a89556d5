import { adminActions, reading } from '#lib/server/admin.ts'
import { api } from '#lib/server/site.ts'

export const load = async ({ params }) => ({
  organization: await reading(api().getOrganization({ organizationId: params.id })),
})

export const actions = adminActions({
  update: ({ name }, { params }) => api().updateOrganization({ organizationId: params.id ?? '', name }),
  async delete(_fields, { params }) {
    await api().deleteOrganization({ organizationId: params.id ?? '' })
    return '/admin/organizations?done=deleted'
  },
})
