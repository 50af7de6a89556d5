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

/** Options of {@link useAuth}. */
export interface UseAuthOptions {
  /**
   * Suspends while the session is not known, so that `loading` never has to be handled. Put the `<Suspense>` boundary below
   * `<AuthProvider>`: React discards a provider that has not mounted yet if something below it suspends.
   */
  suspense?: boolean
  /**
   * Suspends, and redirects visitors who are not signed in to the sign-in page. While a `<SessionExpiredDialog>` is on the
   * page, the page stays when the session expires, and the user signs in again in the dialog.
   */
  required?: boolean
  /** Where `required` redirects to. Default: the sign-in page, with a `returnTo` parameter. */
  redirectTo?: string
}

/**
 * The session and the actions on it. Narrow on `status` or `isSignedIn`. A refreshed token alone causes no render; `expiresAt`
 * and `rev` always return their current values.
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
    // During hydration, the state that the suspended server part was rendered with.
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
    // A server without the session cannot wait for it, and must not treat every user as signed out.
    if (typeof document === 'undefined')
      throw new Error('Suspending on a server requires initialAuth. Pass it to <AuthProvider>.')
    if (!state.isLoaded) throw new AuthUnavailable(state.error)
    waitFor(redirected(client, options.redirectTo ?? pageUrl(signInUrl)))
  }
  return useMemo(() => withLatest({ ...shown, ...actions }, client), [shown, actions, client])
}

interface Redirect {
  /** Resolves after a sign-in. */
  waiting: Promise<void>
  /** In milliseconds, on the clock of the page. */
  at: number
}

const redirects = new WeakMap<AuthClient, Redirect>()

/** Within this time, renders belong to the same visit of the page, which redirects once. */
const VISIT_MS = 1_000

/** Redirects once a visit, however often Strict Mode or several components request it. Reset after a sign-in. */
function redirected(client: AuthClient, to: string): Promise<void> {
  const known = redirects.get(client)
  const now = performance.now()
  if (known && now - known.at < VISIT_MS) return known.waiting
  if (!mayRedirect()) throw new Error('Sign-in keeps redirecting to this page.')
  const waiting = known?.waiting ?? signedInLater(client)
  redirects.set(client, { waiting, at: now })
  queueMicrotask(() => client.navigate(to, { replace: true }))
  return waiting
}

const signedInLater = (client: AuthClient) =>
  new Promise<void>((resolve) => {
    const stop = client.subscribe(() => {
      if (!client.getState().isSignedIn) return
      stop()
      redirects.delete(client)
      resolve()
    })
  })
