import { flowLoader } from '@latchkey/react-router/server'

export { SignInPage as default } from '@latchkey/react-router/pages'
export const loader = flowLoader('sign-in')
