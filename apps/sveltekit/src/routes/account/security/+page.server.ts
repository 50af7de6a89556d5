import { securityPage } from '@latchkey/sveltekit'

export const { load, actions } = securityPage()
