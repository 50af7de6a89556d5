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

/** Settings of {@link createAuthClient}. All have defaults. */
export interface AuthClientOptions {
  /** Where the auth handler is mounted, on this origin. Default `/auth`. */
  basePath?: string
  /** The session as the server knew it while rendering, or a promise of it. With it, nothing is asked on load. */
  initialAuth?: InitialAuth | Promise<InitialAuth>
  /** A session confirmed more recently than this is not asked about at focus. Default 60 000; 30 000 at least. */
  staleTimeMs?: number
  /** How long one request may take. Default 15 000. */
  timeoutMs?: number
  /**
   * The handler's `cookieName`, so that a page without `initialAuth` knows before its first request whether to expect a
   * user. Default: the name that a handler has by default, as long as one app of this host and port leaves its cookies.
   */
  cookieName?: string
  /** The page to sign in on. Default `/sign-in`. */
  signInUrl?: string
  /**
   * Keeps this page in one organization, whichever the session is in and whatever other tabs switch to. A user who is not
   * a member is signed in without an organization. Default: the session's organization, the same in all tabs.
   */
  organizationId?: string
  /** Moves the page by your router. Default: the browser loads the address. */
  navigate?: Navigate
  fetch?: typeof fetch
  timers?: Timers
}

/**
 * The session of this page, and what a user can do with it. What else there is, such as `requireAuth(client)` and
 * `listSessions(client)`, are functions that take the client, so that a page loads only those that it uses.
 */
export interface AuthClient extends SessionStore {
  readonly basePath: string
  readonly signInUrl: string
  readonly timers: Timers
  /** Where a form signs out without JavaScript. */
  readonly signOutUrl: string
  /** Ends the session here, or everywhere, and goes where the handler says. */
  signOut(options?: { returnTo?: string; everywhere?: boolean }): Promise<Result<RedirectPayload>>
  /** Moves the session into another organization; where the page stays in one of its own, this page alone. */
  switchOrganization(organization: string | { organizationId: string }): Promise<Result<AuthState>>
  /**
   * A short-lived access token for calls to another origin, when the app has turned that route on.
   * It is good for `minTtlSeconds` yet (default 60), kept in memory only, and asked for once by parallel calls.
   *
   * @throws {AuthUnavailable} when the handler gives none.
   */
  getToken(options?: { minTtlSeconds?: number }): Promise<string>
  /** Goes to a path of this app, or to a URL that the handler returned. */
  navigate(to: string, options?: { replace?: boolean }): void
  /** One request to the handler. The account functions use it; apps rarely have to. */
  send: Send
}

const SIGN_OUT = '/sign-out'

/** Creates the session store of a page. Make one a page, outside of components, or let the adapter's provider do it. */
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
