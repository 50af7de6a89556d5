import { flowLoader } from '@latchkey/react-router/server'

export { ForgotPasswordPage as default } from '@latchkey/react-router/pages'
export const loader = flowLoader('reset-password')
