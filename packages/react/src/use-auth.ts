import {
  type AuthClient,
  type AuthState,
  AuthUnavailable,
  mayRedirect,
  pageUrl,
  type SignedInState,
  type SignedOutState,
} from '@latchkey/core'
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import type { AuthActions } from './auth-actions.ts'
import { useAuthContext } from './auth-context.ts'
import { shownState, withLatest } from './shown-state.ts'
import { waitFor } from './wait-for.ts'

/** Settings of {@link useAuth}. */
export interface UseAuthOptions {
  /**
   * Suspends while the session is not known, so that `loading` never has to be handled. The `<Suspense>` boundary stands
   * below `<AuthProvider>`: React forgets a provider that is not on the page yet whenever something below it suspends.
   */
  suspense?: boolean
  /**
   * Suspends, and sends visitors who are not signed in to the sign-in page. While a `<SessionExpiredDialog>` is on the page, a
   * session that expires leaves the page as it is: the user signs in again on top of it.
   */
  required?: boolean
  /** Where `required` sends them. Default: the sign-in page, with the way back. */
  redirectTo?: string
}

/**
 * The session and what can be done about it. Narrow on `status` or `isSignedIn`. A refreshed token alone renders nothing
 * again; `expiresAt` and `rev` are those of the moment at which they are read.
 */
export function useAuth(options: UseAuthOptions & { required: true }): SignedInState & AuthActions
export function useAuth(
  options: UseAuthOptions & { suspense: true },
): (SignedInState | SignedOutState) & AuthActions
export function useAuth(options?: UseAuthOptions): AuthState & AuthActions
export function useAuth(options: UseAuthOptions = {}): AuthState & AuthActions {
  const { client, actions, signInUrl, pageHold } = useAuthContext()
  const first = options.suspense || options.required ? waitFor(client.ready) : undefined
  const state = useSyncExternalStore(
    client.subscribe,
    () => shownState(client),
    // While hydrating, what the suspended server part was rendered with.
    () => first ?? client.getServerSnapshot(),
  )
  const lastSignedIn = useRef<SignedInState>(undefined)
  useEffect(() => {
    if (state.isSignedIn) lastSignedIn.current = state
  }, [state])
  const isHeld = useSyncExternalStore(pageHold.subscribe, pageHold.isHeld, () => false)
  const isExpired = state.status === 'signed-out' && state.reason !== 'signed-out'
  const held = options.required && isHeld && isExpired ? lastSignedIn.current : undefined
  const shown = held ?? state
  if (first && !held && !(state.isLoaded && (state.isSignedIn || !options.required))) {
    // A server has nobody to ask, and must not treat every user as signed out.
    if (typeof document === 'undefined') throw new Error('Suspending on a server needs initialAuth.')
    if (!state.isLoaded) throw new AuthUnavailable(state.error)
    waitFor(redirected(client, options.redirectTo ?? pageUrl(signInUrl)))
  }
  return useMemo(() => withLatest({ ...shown, ...actions }, client), [shown, actions, client])
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
