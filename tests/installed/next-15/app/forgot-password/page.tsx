import { ForgotPassword } from '@latchkey/react/ui'

export default function Page() {
  return <ForgotPassword />
}
