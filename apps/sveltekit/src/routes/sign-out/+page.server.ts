import { signOutAction } from '@latchkey/sveltekit'

export const actions = { default: signOutAction() }
