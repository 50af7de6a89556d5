import type { RedirectPayload } from '../account/payload.ts'
import type { SessionPayload } from '../session/payload.ts'
import { AuthRedirect, AuthUnavailable } from './auth-error.ts'
import type { AuthState, Permission, Role, SignedInState } from './auth-state.ts'
import { isSessionPayload } from './auth-state.ts'
import { type Answer, exchange, type Line, type Outgoing, resultOf } from './exchange.ts'
import { goTo, type Navigate } from './navigation.ts'
import type { Result } from './result.ts'
import { createSessionStore, type InitialAuth, type SessionStore } from './session-store.ts'
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
  /** The page to sign in on. Default `/sign-in`. */
  signInUrl?: string
  /** Moves the page by your router. Default: the browser loads the address. */
  navigate?: Navigate
  fetch?: typeof fetch
  timers?: Timers
}

/** What `requireAuth` asks for. */
export interface RequireAuthOptions {
  role?: Role
  permission?: Permission
  /** Where to send people who lack it. Default: `signInUrl`, or `/` for somebody who is signed in. */
  redirectTo?: string
  /** Where to come back to. Default: the page's address. */
  returnTo?: string
}

/** The session of this page, and what a person can do with it. */
export interface AuthClient extends Omit<SessionStore, 'accept' | 'whenReady'> {
  /** Resolves with the first known state, or with `loading` when none is known after five seconds. Never rejects. */
  readonly ready: Promise<AuthState>
  readonly basePath: string
  readonly signInUrl: string
  /** Waits until the session is known. Throws {@link AuthRedirect} unless the person may go on; for loaders and guards. */
  requireAuth(options?: RequireAuthOptions): Promise<SignedInState>
  /** Where a form signs out without script. */
  readonly signOutUrl: string
  /** Ends the session here, or everywhere, and goes where the handler says. */
  signOut(options?: { returnTo?: string; everywhere?: boolean }): Promise<Result<RedirectPayload>>
  /** Moves the session into another organization. */
  switchOrganization(
    organization: string | { organizationId: string },
    options?: { returnTo?: string },
  ): Promise<Result<AuthState>>
  /**
   * A short-lived access token for calls to another origin, when the app has turned that route on. Kept in memory only.
   *
   * @throws {AuthUnavailable} when the handler gives none.
   */
  getToken(options?: { minTtlSeconds?: number }): Promise<string>
  /** The sign-in page's address, with the way back. */
  getSignInUrl(options?: { returnTo?: string }): string
  /** Goes to a path of this app, or to a URL that the handler answered. */
  navigate(to: string, options?: { replace?: boolean }): void
  /** One request to the handler. The account functions use it; apps rarely have to. */
  send(request: Outgoing): Promise<Answer>
}

const SIGN_OUT = '/sign-out'

/** Creates the session store of a page. Make one a page, outside of components, or let the adapter's provider do it. */
export function createAuthClient(options: AuthClientOptions = {}): AuthClient {
  const { basePath = '/auth', signInUrl = '/sign-in', timers = systemTimers } = options
  const line: Line = {
    basePath,
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    timeoutMs: options.timeoutMs ?? 15_000,
    timers,
  }
  const store = createSessionStore(line, options.initialAuth, options.staleTimeMs ?? 60_000)
  const send = (request: Outgoing) => exchange(line, request)
  const post = (path: string, body: object) => send({ method: 'POST', path, body })
  let token: { of: AuthState; result: Promise<Result<AccessToken>> } | undefined

  function getSignInUrl({ returnTo }: { returnTo?: string } = {}) {
    const back = returnTo ?? (typeof location === 'undefined' ? '/' : location.pathname + location.search)
    return `${signInUrl}?returnTo=${encodeURIComponent(back)}`
  }

  return {
    ...store,
    get ready() {
      return store.whenReady()
    },
    basePath,
    signInUrl,
    signOutUrl: basePath + SIGN_OUT,
    send,
    getSignInUrl,
    navigate: (to, { replace } = {}) => goTo(to, options.navigate, replace),
    async requireAuth({ role, permission, redirectTo, returnTo } = {}) {
      await store.whenReady()
      const state = store.getState()
      if (state.status === 'loading') throw new AuthUnavailable(state.error ?? { code: 'timeout' })
      if (state.status === 'signed-out')
        throw new AuthRedirect('signed-out', redirectTo ?? getSignInUrl({ returnTo }))
      if ((role && !state.roles.includes(role)) || (permission && !state.permissions.includes(permission)))
        throw new AuthRedirect('forbidden', redirectTo ?? '/')
      return state
    },
    async signOut({ returnTo, everywhere } = {}) {
      const result = resultOf<RedirectPayload>(await post(SIGN_OUT, { returnTo, everywhere }))
      if (!result.ok) return result
      const rev = ((store.getState() as SignedInState).rev ?? 0) + 1
      store.accept({ status: 'signed-out', reason: 'signed-out', rev })
      if (result.value?.redirectTo) goTo(result.value.redirectTo, options.navigate)
      return result
    },
    async switchOrganization(organization, { returnTo } = {}) {
      const target = typeof organization === 'string' ? { organizationId: organization } : organization
      const result = resultOf<SessionPayload>(await post('/organization/switch', { ...target, returnTo }))
      if (!result.ok) return result
      return {
        ok: true,
        value: isSessionPayload(result.value) ? store.accept(result.value) : await store.refresh(),
      }
    },
    async getToken({ minTtlSeconds = 60 } = {}) {
      const of = store.getState()
      // A token belongs to one session in one organization.
      const asked = token?.of === of ? token : undefined
      let result = await asked?.result
      if (!result?.ok || result.value.expiresAt - timers.now() < minTtlSeconds * 1_000) {
        // Whoever waited beside this call may have asked again already.
        if (token === asked || token?.of !== of)
          token = { of, result: send({ method: 'GET', path: '/token' }).then(resultOf<AccessToken>) }
        result = await token.result
      }
      if (!result.ok) throw new AuthUnavailable(result.error)
      return result.value.token
    },
  }
}

interface AccessToken {
  token: string
  /** Milliseconds since the epoch. */
  expiresAt: number
}
