import { organizationPage } from '@latchkey/sveltekit'

export const { load, actions } = organizationPage()
