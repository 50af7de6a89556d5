import type { RedirectPayload } from '../account/account-payload.ts'
import { createGetToken } from './access-token.ts'
import { type AuthState, isSessionPayload, signedOut } from './auth-state.ts'
import { createSend, type HandlerEndpoint, resultOf, type Send } from './exchange.ts'
import type { InitialAuth } from './initial-auth.ts'
import { goTo, type Navigate } from './navigation.ts'
import { createReads } from './reads.ts'
import type { Result } from './result.ts'
import { createSessionStore, type SessionStore } from './session-store.ts'
import { systemTimers, type Timers } from './timers.ts'

/** Options of {@link createAuthClient}. All have defaults. */
export interface AuthClientOptions {
  /** The path of the auth handler on this origin. Default `/auth`. */
  basePath?: string
  /** The session that the server read while rendering, or a promise of it. If set, the client sends no request on load. */
  initialAuth?: InitialAuth | Promise<InitialAuth>
  /**
   * Milliseconds. On focus, the client checks the session again only if it was last confirmed longer ago than this. Default
   * 60,000; minimum 30,000.
   */
  staleTimeMs?: number
  /** Milliseconds until a request times out. Default 15,000. */
  timeoutMs?: number
  /**
   * The handler's `cookieName`. A page without `initialAuth` uses it to tell before its first request whether to expect a user.
   * Default: the handler's default name, which works if only one app on this host and port sets cookies.
   */
  cookieName?: string
  /** The URL of the sign-in page. Default `/sign-in`. */
  signInUrl?: string
  /**
   * Pins this page to one organization, regardless of the session's active organization and of what other tabs switch to. A
   * user who is not a member is signed in without an organization. Default: the session's active organization, the same in all
   * tabs.
   */
  organizationId?: string
  /** Navigates with your router. Default: the browser loads the URL. */
  navigate?: Navigate
  fetch?: typeof fetch
  timers?: Timers
}

/**
 * The session of this page and the actions on it. Other operations, such as `requireAuth(client)` and `listSessions(client)`,
 * are functions that take the client, so a page loads only those that it uses.
 */
export interface AuthClient extends SessionStore {
  readonly basePath: string
  readonly signInUrl: string
  readonly timers: Timers
  /** The URL to which a form posts to sign out without JavaScript. */
  readonly signOutUrl: string
  /** Ends this session, or all sessions of the user if `everywhere` is set, and goes to the URL that the handler returns. */
  signOut(options?: { returnTo?: string; everywhere?: boolean }): Promise<Result<RedirectPayload>>
  /** Switches the session to another organization. A page with `organizationId` switches only itself. */
  switchOrganization(organization: string | { organizationId: string }): Promise<Result<AuthState>>
  /**
   * Returns a short-lived access token for calls to another origin, if the app has enabled that route. The token is valid for
   * at least `minTtlSeconds` more (default 60). It is kept in memory only, and parallel calls share one request.
   *
   * @throws {AuthUnavailable} if the handler returns no token.
   */
  getToken(options?: { minTtlSeconds?: number }): Promise<string>
  /** Goes to a path of this app, or to a URL that the handler returned. */
  navigate(to: string, options?: { replace?: boolean }): void
  /** Sends one request to the handler. The account functions use it; apps rarely need it. */
  send: Send
}

const SIGN_OUT = '/sign-out'

/** Creates the session store of a page. Create one per page, outside of components, or let the adapter's provider create it. */
export function createAuthClient(options: AuthClientOptions = {}): AuthClient {
  const { basePath = '/auth', signInUrl = '/sign-in', timers = systemTimers, navigate } = options
  const endpoint: HandlerEndpoint = { ...options, basePath, timers }
  const reads = createReads(createSend(endpoint))
  const { send } = reads
  const store = createSessionStore({ ...options, send, endpoint, timers, name: `latchkey:${basePath}` })
  const client = Object.assign(store, { basePath, signInUrl, timers, signOutUrl: basePath + SIGN_OUT, send })
  return Object.assign(client, {
    getToken: createGetToken(client),
    navigate: (to, { replace } = {}) => goTo(to, navigate, replace),
    async signOut(body = {}) {
      const result = await reads.endWith(async () => {
        const result = resultOf<RedirectPayload>(await send({ path: SIGN_OUT, body }))
        const state = store.getState()
        if (result.ok) store.accept(signedOut((state.isLoaded ? state.rev : 0) + 1))
        return result
      })
      if (result.ok && result.value?.redirectTo) goTo(result.value.redirectTo, navigate)
      return result
    },
    async switchOrganization(to) {
      const organizationId = typeof to === 'string' ? to : to.organizationId
      const request = { path: '/organization/switch', body: { organizationId } }
      const result = resultOf(await send(request), isSessionPayload)
      if (!result.ok) return result
      endpoint.organizationId &&= organizationId
      return { ok: true, value: store.accept(result.value) }
    },
  } satisfies Omit<AuthClient, keyof typeof client>)
}
