/**
 * Sign-in, guards and sessions for the server side of TanStack Start. The settings come from the environment. In
 * browsers this entry is empty: only middlewares without their server part are used there.
 *
 * @module @latchkey/tanstack-start/server
 */

import type { FlowKind, FlowPayload, SessionPayload, SessionUser } from '@latchkey/core'
import type {
  AdapterOptions,
  Auth,
  AuthHandler,
  Guards,
  Requirement,
  RequireOptions,
  SignedIn,
} from '@latchkey/core/server'
import {
  CROSS_ORIGIN,
  guardRequirement,
  isOwnPath,
  mountedHandler,
  publicPath,
  readRequirement,
  refusalResponse,
  respondAs,
  sessionPayload,
} from '@latchkey/core/server'
import { getInitialFlow } from '@latchkey/react/server'
import { createMiddleware } from '@tanstack/react-start'
import { guards, reachesUser } from './guards.ts'
import { isBuild, type RequestState, requestState, requests } from './request-state.ts'

export {
  AccessRefusedError,
  type Auth,
  type Guards,
  type Requirement,
  type RequireOptions,
  type SignedIn,
  type SignedInToOrganization,
} from '@latchkey/core/server'

/** Options of {@link latchkey}: those of `createAuthHandler`, and `handler` and `organizationPath`. */
export type LatchkeyOptions = AdapterOptions

/** Start looks for this mark among the app's middleware to determine whether calls of server functions are checked. */
const CSRF = Symbol.for('tanstack-start:csrf-middleware')

/**
 * The request middleware: `createStart(() => ({ requestMiddleware: [latchkey()] }))` in `src/start.ts`. It handles the routes
 * below `/auth`, provides the session to all others (`context.auth`), keeps sessions fresh, and refuses calls of server
 * functions from other sites, as Start's own check does in an app without `src/start.ts`.
 *
 * @param options Options in addition to the environment variables. Read at the first request.
 */
export function latchkey(options: LatchkeyOptions = {}) {
  const handlerOf = mountedHandler(options)
  const middleware = createMiddleware().server(async ({ request, handlerType, next }) => {
    if (isBuild()) return next({ context: { auth: SIGNED_OUT as Auth } })
    const handler = handlerOf()
    const { method, headers } = request
    const { pathname, search } = new URL(request.url)
    const path = publicPath(handler, pathname)
    if (isOwnPath(handler, path)) return handler.handle(request)
    if (handlerType === 'serverFn' && !isSameOrigin(handler, request)) return refusalResponse(CROSS_ORIGIN)
    const requested = { method, headers, url: handler.appOrigin + path + search }
    const response = await respondAs(handler, requested, options.organizationPath, async (requestAuth) => {
      const state: RequestState = Object.assign(requestAuth, { request: requested })
      const handled = requests.run(state, () => next({ context: { auth: state.auth } }))
      return responseOf(handled, state)
    })
    return response
  })
  Object.defineProperty(middleware, CSRF, { value: true })
  return middleware
}

const SIGNED_OUT: Auth = { status: 'signed-out', user: undefined, reason: 'none' }

/** A server function can also be called by GET, which links and scripts of other sites can send. */
function isSameOrigin(handler: AuthHandler, { method, headers }: Request): boolean {
  if (method !== 'GET' || headers.has('sec-fetch-site'))
    return handler.isSameOrigin({ method: 'POST', headers })
  const referer = headers.get('referer') ?? ''
  return URL.canParse(referer) && new URL(referer).origin === handler.appOrigin
}

/** The app's response. If a guard refused the request, it gets the guard's status, which Start does not set on pages. */
async function responseOf(
  handled: Promise<{ response: Response }> | { response: Response },
  state: RequestState,
) {
  let response: Response | undefined
  try {
    response = (await handled).response
  } catch (error) {
    if (error !== state.refused) throw error
  }
  const { refused } = state
  // The app may have responded in its own way.
  const isOther = response !== undefined && response.status < 500 && response.status !== refused?.status
  if (refused === undefined || isOther) return response as Response
  const { status, headers } = refused
  if (response === undefined || !reachesUser(state.request)) return refusalResponse(refused)
  const copy = new Response(response.body, { status, headers: response.headers })
  for (const [name, value] of Object.entries(headers)) copy.headers.set(name, value)
  return copy
}

/**
 * The session of a request: `signed-in`, `signed-out`, or `stale` if it cannot be checked right now. For server functions and
 * server routes; middlewares also have it as `context.auth`.
 *
 * @throws {ConfigError} `middleware_missing` if `latchkey()` has not run.
 */
export const auth = (): Auth => requestState().auth

/**
 * Returns the signed-in user, within a server function or a server route. Visitors are redirected to the sign-in page and back;
 * scripts get 401. If the session cannot be checked, the response is 503 and the user stays signed in.
 */
export const requireUser: Guards<[]>['requireUser'] = guards.requireUser
/** Returns the signed-in user with an active organization: any, or the one with the given id. */
export const requireOrganization: Guards<[]>['requireOrganization'] = guards.requireOrganization
/** Returns the signed-in user with a role, or with one of several roles. */
export const requireRole: Guards<[]>['requireRole'] = guards.requireRole
/** Returns the signed-in user with a permission, or with all of several permissions. */
export const requirePermission: Guards<[]>['requirePermission'] = guards.requirePermission
/** Returns the signed-in user who meets a whole requirement. */
export const requireAccess: Guards<[]>['requireAccess'] = guards.requireAccess

const functionMiddleware = (requirement: Requirement, options?: RequireOptions) =>
  createMiddleware({ type: 'function' }).server(({ next }) =>
    next({ context: { auth: guards.requireAccess(requirement, options) } }),
  )

/** The middleware of server functions for signed-in users only, and their server routes. */
export type AuthedMiddleware = ReturnType<typeof functionMiddleware> & {
  /**
   * Creates a server route: `server: { handlers: { POST: authed.route(({ request }, { user }) => …) } }`. State-changing
   * requests from other sites are refused; Start itself checks only calls of server functions. `run` receives the arguments of
   * a handler, and then the signed-in user.
   */
  route<Context>(
    run: (context: Context, auth: SignedIn) => Response | Promise<Response>,
  ): (context: Context) => Promise<Response>
}

const authedFor = (requirement: Requirement, options?: RequireOptions): AuthedMiddleware =>
  Object.assign(functionMiddleware(requirement, options), {
    route:
      <Context>(run: (context: Context, auth: SignedIn) => Response | Promise<Response>) =>
      async (context: Context) => {
        const { handler, request } = requestState()
        if (!handler.isSameOrigin(request)) return refusalResponse(CROSS_ORIGIN)
        return run(context, guards.requireAccess(requirement, options))
      },
  })

/**
 * The middleware of server functions for signed-in users only: `createServerFn().middleware([authed])`. Browsers can call a
 * server function without its page, so every server function must check the session. `context.auth` is the signed-in user.
 */
export const authed: AuthedMiddleware & {
  /**
   * The same, only for users who meet a requirement, such as `{ permission: 'projects:write' }`.
   *
   * @throws {ConfigError} `option_invalid` for an empty requirement.
   */
  with(requirement: Requirement, options?: RequireOptions): AuthedMiddleware
} = Object.assign(authedFor({}), {
  with(requirement: Requirement, options: RequireOptions = {}) {
    readRequirement(guardRequirement(requirement, options), 'authed.with')
    return authedFor(requirement, options)
  },
})

/**
 * What the root route passes to `<AuthProvider initialAuth>`: an allow-list without tokens. Call it in a server function of the
 * app.
 */
export function readAuth(): SessionPayload | undefined {
  // A prerendered page is the same for all users, so the browser requests the session.
  if (isBuild()) return undefined
  const { auth, handler } = requestState()
  return sessionPayload(auth, handler.clock.now())
}

/** The flow of a page, and the query of the page's URL. */
export interface FlowPage {
  kind: FlowKind
  search: string
}

/** The initial flow of a page, so that every step works without JavaScript. Call it in a server function of the app. */
export async function readFlow({ kind, search }: FlowPage): Promise<FlowPayload | undefined> {
  if (isBuild()) return undefined
  const state = requestState()
  state.isPersonal = true
  const { handler, request } = state
  const page = new URL(handler.appOrigin)
  page.search = search
  const requested = new Request(page, { headers: request.headers })
  const { value, cookies } = await getInitialFlow(handler, requested, kind)
  state.cookies.push(cookies)
  return value
}

/** The data that a page can have of a user who meets a requirement. */
function readUser(requirement: Requirement, returnTo: string): SessionUser {
  const { handler } = requestState()
  const payload = sessionPayload(guards.requireAccess(requirement, { returnTo }), handler.clock.now())
  return (payload as { user: SessionUser }).user
}

/**
 * What this package's loaders do on servers; `undefined` in browsers. Apps call the functions directly.
 *
 * @internal
 */
export const onServer:
  | { readAuth: typeof readAuth; readFlow: typeof readFlow; readUser: typeof readUser }
  | undefined = { readAuth, readFlow, readUser }
