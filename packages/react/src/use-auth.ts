import {
  type AuthClient,
  type AuthState,
  AuthUnavailable,
  type FlowError,
  mayRedirect,
  type SignedInState,
  type SignedOutState,
} from '@latchkey/core'
import { use, useMemo, useSyncExternalStore } from 'react'
import type { AuthActions } from './auth-actions.ts'
import { useAuthContext } from './auth-context.ts'

/** Settings of {@link useAuth}. */
export interface UseAuthOptions {
  /** Suspends while the session is not known, so that `loading` never has to be handled. */
  suspense?: boolean
  /** Suspends, and sends people who are not signed in to the sign-in page. */
  required?: boolean
  /** Where `required` sends them. Default: the sign-in page, with the way back. */
  redirectTo?: string
}

/** The session and what can be done about it. Narrow on `status` or `isSignedIn`. */
export function useAuth(options: UseAuthOptions & { required: true }): SignedInState & AuthActions
export function useAuth(
  options: UseAuthOptions & { suspense: true },
): (SignedInState | SignedOutState) & AuthActions
export function useAuth(options?: UseAuthOptions): AuthState & AuthActions
export function useAuth(options: UseAuthOptions = {}): AuthState & AuthActions {
  const { client, actions } = useAuthContext()
  const first = options.suspense || options.required ? use(client.ready) : undefined
  const state = useSyncExternalStore(
    client.subscribe,
    client.getState,
    // While hydrating, what the suspended server part was rendered with.
    () => first ?? client.getServerSnapshot(),
  )
  if (first && state.status === 'loading') throw unknown(state.error)
  if (options.required && state.status !== 'signed-in') use(redirected(client, options.redirectTo))
  return useMemo(() => ({ ...state, ...actions }), [state, actions])
}

function unknown(error: FlowError | null): Error {
  // A server has nobody to ask, and must not take everybody for signed out.
  return typeof document === 'undefined'
    ? new Error('Suspending on a server needs <AuthProvider initialAuth>.')
    : new AuthUnavailable(error ?? { code: 'timeout' })
}

const redirects = new WeakMap<AuthClient, Promise<void>>()

/** One redirect, however often Strict Mode or many components ask; over when somebody has signed in. */
function redirected(client: AuthClient, to = client.getSignInUrl()): Promise<void> {
  if (typeof document === 'undefined') throw new Error('Nobody is signed in.')
  const under = redirects.get(client)
  if (under) return under
  if (!mayRedirect()) throw new Error('Sign-in leads back here again and again. Are cookies allowed?')
  const waiting = new Promise<void>((resolve) => {
    const stop = client.subscribe(() => {
      if (client.getState().status !== 'signed-in') return
      stop()
      redirects.delete(client)
      resolve()
    })
    queueMicrotask(() => client.navigate(to, { replace: true }))
  })
  redirects.set(client, waiting)
  return waiting
}
