import { accountPage } from '@latchkey/sveltekit'

export const { load, actions } = accountPage()
