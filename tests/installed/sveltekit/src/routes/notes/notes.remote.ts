import { authed } from '@latchkey/sveltekit'

export const author = authed.query(({ user }) => `Notes of ${user.email}`)
