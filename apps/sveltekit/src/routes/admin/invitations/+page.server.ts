import { adminActions, filters, onePage, placeIn, reading } from '#lib/server/admin.ts'
import { takeCalls } from '#lib/server/calls.ts'
import { api } from '#lib/server/site.ts'

export async function load(event) {
  const { url } = event
  const [invitations, organizations] = await Promise.all([
    onePage(api().listInvitations({ ...placeIn(url), ...filters(url, 'email', 'organizationId') })),
    reading(api().listOrganizations({ limit: 100 })),
  ])
  // Anyone with the token can accept the invitation, so it stays on the server.
  const shown = invitations.data.map(({ id, email, state, organizationId, expiresAt }) => ({
    id,
    email,
    state,
    organizationId,
    expiresAt,
  }))
  return {
    invitations: { ...invitations, data: shown },
    organizations: organizations.data.map(({ id, name }) => ({ id, name })),
    calls: takeCalls(event),
  }
}

export const actions = adminActions({
  async create({ email = '', organizationId, roleSlug, expiresInDays }) {
    await api().sendInvitation({
      email,
      organizationId,
      roleSlug: organizationId === undefined ? undefined : roleSlug,
      expiresInDays: expiresInDays === undefined ? undefined : Number(expiresInDays),
    })
  },
  async resend({ invitationId = '' }) {
    await api().resendInvitation({ invitationId })
  },
  async revoke({ invitationId = '' }) {
    await api().revokeInvitation({ invitationId })
  },
})
