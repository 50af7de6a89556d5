import { profilePage } from '@latchkey/sveltekit'

export const { load, actions } = profilePage()
