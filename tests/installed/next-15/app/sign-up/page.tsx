import { SignUp } from '@latchkey/react/ui'

export default function Page() {
  return <SignUp />
}
