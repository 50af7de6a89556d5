import { type AuthClient, pageUrl } from '@latchkey/core'
import type { AuthUrls } from './auth-urls.ts'

/** Actions on the session. The functions are stable and safe in dependency lists. */
export interface AuthActions extends Pick<AuthClient, 'switchOrganization' | 'refresh' | 'signOut'> {
  /**
   * Returns a short-lived access token for calls to another origin, if the app has enabled that route. Kept in memory only.
   *
   * @throws {AuthUnavailable} if the handler returns no token.
   */
  getToken(options?: { minTtlSeconds?: number }): Promise<string>
  /**
   * Goes to the sign-in page, and returns to `returnTo` afterward. Default: this page. A user who is already signed in sees a
   * notice, or the form if `reauthenticate` is set.
   */
  signIn(options?: { returnTo?: string; reauthenticate?: boolean }): void
  /** Goes to the sign-up page. */
  signUp(options?: { returnTo?: string }): void
  /** The same as `getToken`, under the name that AuthKit uses. */
  getAccessToken: AuthActions['getToken']
  /** The same as `switchOrganization`, under the name that AuthKit uses. */
  switchToOrganization: AuthClient['switchOrganization']
}

/** What the actions need: the client, and the current URLs of the app's own pages. */
export interface ActionContext {
  client: AuthClient
  props: Partial<AuthUrls>
}

/** Binds the actions to a client and the URLs of the app's pages. */
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
