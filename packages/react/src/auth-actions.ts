import type { AuthClient } from '@latchkey/core'
import type { AuthUrls } from './auth-context.ts'

/** What a person can do about the session. Stable functions, safe in dependency lists. */
export interface AuthActions
  extends Pick<AuthClient, 'switchOrganization' | 'getToken' | 'refresh' | 'signOut'> {
  /** Goes to the sign-in page. Comes back to `returnTo`, by default to this page. */
  signIn(options?: { returnTo?: string }): void
  /** Goes to the sign-up page. */
  signUp(options?: { returnTo?: string }): void
  /** The same as `getToken`, under AuthKit's name. */
  getAccessToken: AuthClient['getToken']
  /** The same as `switchOrganization`, under AuthKit's name. */
  switchToOrganization: AuthClient['switchOrganization']
}

/** Binds the actions to a client and the app's pages. */
export function authActions(client: AuthClient, urls: AuthUrls): AuthActions {
  const { switchOrganization, getToken, refresh } = client
  const go = (page: string, returnTo = location.pathname + location.search) =>
    client.navigate(`${page}?returnTo=${encodeURIComponent(returnTo)}`)
  return {
    switchOrganization,
    getToken,
    refresh,
    getAccessToken: getToken,
    switchToOrganization: switchOrganization,
    signOut: (options) => client.signOut({ returnTo: urls.afterSignOutUrl, ...options }),
    signIn: (options) => go(urls.signInUrl, options?.returnTo),
    signUp: (options) => go(urls.signUpUrl, options?.returnTo),
  }
}
