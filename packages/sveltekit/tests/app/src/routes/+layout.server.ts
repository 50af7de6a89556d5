import { authData } from '@latchkey/sveltekit'

export const load = (event) => ({ auth: event.locals.auth && authData(event) })
