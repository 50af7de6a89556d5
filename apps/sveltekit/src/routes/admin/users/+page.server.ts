import { adminActions, filters, onePage, placeIn } from '#lib/server/admin.ts'
import { api } from '#lib/server/site.ts'

export const load = async ({ url }) => ({
  users: await onePage(api().listUsers({ ...placeIn(url), ...filters(url, 'email') })),
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
