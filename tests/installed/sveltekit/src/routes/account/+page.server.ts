import { requireUser } from '@latchkey/sveltekit'

export const load = () => ({ email: requireUser().user.email })
