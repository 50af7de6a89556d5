import { AuthProvider } from '@latchkey/react'
import { de } from '@latchkey/react/locales/de'
import { SignIn } from '@latchkey/react/ui'
import { renderToString } from 'react-dom/server'

export const page = (isGerman = false) =>
  renderToString(
    <AuthProvider
      initialAuth={{ status: 'signed-out', reason: 'none', rev: 0 }}
      locale={isGerman ? de : undefined}
    >
      <SignIn />
    </AuthProvider>,
  )
