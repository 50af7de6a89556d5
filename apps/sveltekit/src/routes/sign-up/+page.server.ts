import { signUpPage } from '@latchkey/sveltekit'

export const { load, actions } = signUpPage()
