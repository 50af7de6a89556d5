import { AuthProvider, Show, useAuth } from '@latchkey/react'
import { de } from '@latchkey/react/locales/de'
import { SignIn, UserButton } from '@latchkey/react/ui'

function Greeting() {
  const auth = useAuth()
  return auth.status === 'signed-in' ? <p>Hello {auth.user.email}</p> : null
}

export const App = ({ isGerman = false }) => (
  <AuthProvider
    initialAuth={{ status: 'signed-out', reason: 'none', rev: 0 }}
    locale={isGerman ? de : undefined}
  >
    <Show when="signed-in" fallback={<SignIn />}>
      <UserButton />
      <Greeting />
    </Show>
  </AuthProvider>
)
