import { adminActions, reading } from '#lib/server/admin.ts'
import { takeCalls } from '#lib/server/calls.ts'
import { api } from '#lib/server/site.ts'

const ACTIVE = ['active', 'inactive', 'pending'] as const

export async function load(event) {
  const { id: userId } = event.params
  const [user, memberships, sessions, factors, identities] = await reading(
    Promise.all([
      api().getUser({ userId }),
      api().listOrganizationMemberships({ userId, statuses: ACTIVE, limit: 100 }),
      api().listSessions({ userId, limit: 100 }),
      api().listAuthFactors({ userId, limit: 100 }),
      api().listUserIdentities({ userId }),
    ]),
  )
  return {
    user,
    memberships: memberships.data,
    sessions: sessions.data,
    factors: factors.data.map(({ id, createdAt }) => ({ id, createdAt })),
    identities,
    calls: takeCalls(event),
  }
}

export const actions = adminActions({
  update: ({ firstName = null, lastName = null, emailVerified, password }, { params }) =>
    api().updateUser({
      userId: params.id ?? '',
      firstName,
      lastName,
      password,
      emailVerified: emailVerified === 'on',
    }),
  async verify(_fields, { params }) {
    await api().sendVerificationEmail({ userId: params.id ?? '' })
  },
  async 'end-session'({ sessionId = '' }) {
    await api().revokeSession({ sessionId })
  },
  async 'remove-factor'({ factorId = '' }) {
    await api().deleteAuthFactor({ factorId })
  },
  async delete(_fields, { params }) {
    await api().deleteUser({ userId: params.id ?? '' })
    return '/admin/users?done=deleted'
  },
})
