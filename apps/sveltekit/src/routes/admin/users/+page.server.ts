import { adminActions, filters, onePage, placeIn } from '#lib/server/admin.ts'
import { takeCalls } from '#lib/server/calls.ts'
import { api } from '#lib/server/site.ts'

export const load = async (event) => ({
  users: await onePage(api().listUsers({ ...placeIn(event.url), ...filters(event.url, 'email') })),
  calls: takeCalls(event),
})

export const actions = adminActions({
  async create({ email = '', firstName, lastName, password, emailVerified }) {
    const user = await api().createUser({
      email,
      firstName,
      lastName,
      password,
      emailVerified: emailVerified === 'on',
    })
    return `/admin/users/${user.id}?done=create`
  },
})
