import { type AuthClient, pageUrl } from '@latchkey/core'
import type { AuthUrls } from './auth-urls.ts'

/** What a user can do with the session. Stable functions, safe in dependency lists. */
export interface AuthActions extends Pick<AuthClient, 'switchOrganization' | 'refresh' | 'signOut'> {
  /**
   * A short-lived access token for calls to another origin, when the app has turned that route on. Kept in memory only.
   *
   * @throws {AuthUnavailable} when the handler gives none.
   */
  getToken(options?: { minTtlSeconds?: number }): Promise<string>
  /**
   * Goes to the sign-in page. Comes back to `returnTo`, by default to this page. A user who is signed in already gets the
   * form with `reauthenticate`; without it, the page says that they are.
   */
  signIn(options?: { returnTo?: string; reauthenticate?: boolean }): void
  /** Goes to the sign-up page. */
  signUp(options?: { returnTo?: string }): void
  /** The same as `getToken`, under AuthKit's name. */
  getAccessToken: AuthActions['getToken']
  /** The same as `switchOrganization`, under AuthKit's name. */
  switchToOrganization: AuthClient['switchOrganization']
}

/** What the actions work with: a client, and the latest addresses of the app's own pages. */
export interface ActionContext {
  client: AuthClient
  props: Partial<AuthUrls>
}

/** Binds the actions to a client and the app's pages. */
export function authActions(instance: ActionContext): AuthActions {
  const { client } = instance
  const { switchOrganization, refresh, getToken } = client
  const go = (page: string, options?: { returnTo?: string }) =>
    client.navigate(pageUrl(page, options?.returnTo))
  return {
    switchOrganization,
    switchToOrganization: switchOrganization,
    getToken,
    getAccessToken: getToken,
    refresh,
    signOut: (options) => client.signOut({ returnTo: instance.props.afterSignOutUrl, ...options }),
    signIn({ returnTo, reauthenticate } = {}) {
      const url = pageUrl(instance.props.signInUrl ?? client.signInUrl, returnTo)
      client.navigate(reauthenticate ? `${url}&reauthenticate=1` : url)
    },
    signUp: (options) => go(instance.props.signUpUrl ?? '/sign-up', options),
  }
}
