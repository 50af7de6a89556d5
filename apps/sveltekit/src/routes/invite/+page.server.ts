import { acceptInvitationPage } from '@latchkey/sveltekit'

export const { load, actions } = acceptInvitationPage()
