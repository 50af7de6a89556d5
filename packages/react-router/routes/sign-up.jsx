import { flowLoader } from '@latchkey/react-router/server'

export { SignUpPage as default } from '@latchkey/react-router/pages'
export const loader = flowLoader('sign-up')
