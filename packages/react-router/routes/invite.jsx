import { flowLoader } from '@latchkey/react-router/server'

export { AcceptInvitationPage as default } from '@latchkey/react-router/pages'
export const loader = flowLoader('invitation')
