import { AuthProvider, useAuth } from '@latchkey/react'
import { StrictMode, useRef } from 'react'
import { createRoot } from 'react-dom/client'

/** Shows the session state of this page, so that tests can read it. */
function Session() {
  const auth = useAuth()
  const renders = useRef(0)
  renders.current += 1
  return (
    <dl data-renders={renders.current}>
      <dd data-testid="status">{auth.status}</dd>
      <dd data-testid="stale">{String(auth.status === 'signed-in' && auth.stale)}</dd>
      <dd data-testid="email">{auth.user?.email}</dd>
      <dd data-testid="error">{auth.status === 'loading' ? auth.error?.code : ''}</dd>
      <button type="button" onClick={() => auth.signOut({ returnTo: '/harness' })}>
        Sign out
      </button>
    </dl>
  )
}

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <AuthProvider>
      <Session />
    </AuthProvider>
  </StrictMode>,
)
