import { signInPage } from '@latchkey/sveltekit'

export const { load, actions } = signInPage()
