import {
  type AuthClient,
  type AuthState,
  AuthUnavailable,
  mayRedirect,
  pageUrl,
  type SignedInState,
  type SignedOutState,
} from '@latchkey/core'
import { useMemo, useSyncExternalStore } from 'react'
import type { AuthActions } from './auth-actions.ts'
import { useAuthContext } from './auth-context.ts'
import { waitFor } from './wait-for.ts'

/** Settings of {@link useAuth}. */
export interface UseAuthOptions {
  /**
   * Suspends while the session is not known, so that `loading` never has to be handled. The `<Suspense>` boundary stands
   * below `<AuthProvider>`: React forgets a provider that is not on the page yet whenever something below it suspends.
   */
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
  const { client, actions, signInUrl } = useAuthContext()
  const first = options.suspense || options.required ? waitFor(client.ready) : undefined
  const state = useSyncExternalStore(
    client.subscribe,
    client.getState,
    // While hydrating, what the suspended server part was rendered with.
    () => first ?? client.getServerSnapshot(),
  )
  if (first && !(state.isLoaded && (state.isSignedIn || !options.required))) {
    // A server has nobody to ask, and must not treat every user as signed out.
    if (typeof document === 'undefined') throw new Error('Suspending on a server needs initialAuth.')
    if (!state.isLoaded) throw new AuthUnavailable(state.error)
    waitFor(redirected(client, options.redirectTo ?? pageUrl(signInUrl)))
  }
  return useMemo(() => ({ ...state, ...actions }), [state, actions])
}

const redirects = new WeakMap<AuthClient, Promise<void>>()

/** One redirect, however often Strict Mode or many components request it. Reset when a user has signed in. */
function redirected(client: AuthClient, to: string): Promise<void> {
  let waiting = redirects.get(client)
  if (waiting) return waiting
  if (!mayRedirect()) throw new Error('Sign-in leads back here again and again.')
  waiting = new Promise((resolve) => {
    const stop = client.subscribe(() => {
      if (!client.getState().isSignedIn) return
      stop()
      redirects.delete(client)
      resolve()
    })
    queueMicrotask(() => client.navigate(to, { replace: true }))
  })
  redirects.set(client, waiting)
  return waiting
}
