import { SignIn } from '@latchkey/react/ui'

export default function Page() {
  return <SignIn />
}
