import { adminActions, filters, onePage, placeIn, reading } from '#lib/server/admin.ts'
import { takeCalls } from '#lib/server/calls.ts'
import { api } from '#lib/server/site.ts'

const STATUSES = ['active', 'inactive', 'pending'] as const

/** The API can list the memberships of a user or of an organization, but not all memberships. */
export async function load(event) {
  const { url } = event
  const requested = filters(url, 'userId', 'organizationId')
  const organizations = await reading(api().listOrganizations({ limit: 100 }))
  const isRequested = requested.userId !== undefined || requested.organizationId !== undefined
  return {
    requested,
    organizations: organizations.data.map(({ id, name }) => ({ id, name })),
    memberships: isRequested
      ? await onePage(
          api().listOrganizationMemberships({ ...placeIn(url), ...requested, statuses: STATUSES }),
        )
      : undefined,
    calls: takeCalls(event),
  }
}

const membership = ({ membershipId = '' }: Record<string, string | undefined>) => ({
  organizationMembershipId: membershipId,
})

/** Redirects back to the list that the form was on. */
const back = (fields: Record<string, string | undefined>, done: string) =>
  `/admin/memberships?${fields.list ?? ''}&done=${done}`

export const actions = adminActions({
  async create({ email = '', organizationId = '', roleSlug }) {
    const { data } = await api().listUsers({ email })
    const userId = data[0]?.id ?? email
    await api().createOrganizationMembership({ userId, organizationId, roleSlug })
    return `/admin/memberships?organizationId=${encodeURIComponent(organizationId)}&done=create`
  },
  async role(fields) {
    await api().updateOrganizationMembership({ ...membership(fields), roleSlug: fields.roleSlug ?? '' })
    return back(fields, 'role')
  },
  async deactivate(fields) {
    await api().deactivateOrganizationMembership(membership(fields))
    return back(fields, 'deactivate')
  },
  async reactivate(fields) {
    await api().reactivateOrganizationMembership(membership(fields))
    return back(fields, 'reactivate')
  },
  async remove(fields) {
    await api().deleteOrganizationMembership(membership(fields))
    return back(fields, 'remove')
  },
})
