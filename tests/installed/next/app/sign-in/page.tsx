import { SignIn } from '@latchkey/react/ui'

export default function SignInPage() {
  return <SignIn />
}
