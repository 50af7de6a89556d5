/**
 * Sign-in, guards and sessions for the server side of TanStack Start. The settings come from the environment. In browsers
 * this entry is empty: what is used there are middlewares without their server part.
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

/** Settings of {@link latchkey}: those of `createAuthHandler`, `handler` and `organizationPath`. */
export type LatchkeyOptions = AdapterOptions

/** How Start finds out that calls of server functions are checked, when it looks for its own middleware. */
const CSRF = Symbol.for('tanstack-start:csrf-middleware')

/**
 * The request middleware: `createStart(() => ({ requestMiddleware: [latchkey()] }))` in `src/start.ts`. It handles the routes
 * below `/auth`, tells all others who sent a request (`context.auth`), keeps sessions fresh, and refuses calls of server
 * functions by other sites, as Start's own check does in an app without `src/start.ts`.
 *
 * @param options What goes beyond the environment. Read at the first request.
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

/** A server function may be read as well: links and scripts of other sites can ask for that. */
function isSameOrigin(handler: AuthHandler, { method, headers }: Request): boolean {
  if (method !== 'GET' || headers.has('sec-fetch-site'))
    return handler.isSameOrigin({ method: 'POST', headers })
  const referer = headers.get('referer') ?? ''
  return URL.canParse(referer) && new URL(referer).origin === handler.appOrigin
}

/** The response of the app; where a guard has refused, with its status, which Start does not give to pages. */
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
  // The app may have made something else of it.
  const isOther = response !== undefined && response.status < 500 && response.status !== refused?.status
  if (refused === undefined || isOther) return response as Response
  const { status, headers } = refused
  if (response === undefined || !reachesUser(state.request)) return refusalResponse(refused)
  const copy = new Response(response.body, { status, headers: response.headers })
  for (const [name, value] of Object.entries(headers)) copy.headers.set(name, value)
  return copy
}

/**
 * Who sent the request: `signed-in`, `signed-out`, or `stale` where that cannot be checked right now. For server functions and
 * server routes; middlewares have it as `context.auth` too.
 *
 * @throws {ConfigError} `middleware_missing` when `latchkey()` has not run.
 */
export const auth = (): Auth => requestState().auth

/**
 * The signed-in user, within a server function or a server route. Visitors sign in and come back; scripts get 401. While the
 * session cannot be checked the response is 503, and nobody is signed out.
 */
export const requireUser: Guards<[]>['requireUser'] = guards.requireUser
/** The signed-in user, with an organization open: any, or the one of an id. */
export const requireOrganization: Guards<[]>['requireOrganization'] = guards.requireOrganization
/** The signed-in user, who has a role, or one of several. */
export const requireRole: Guards<[]>['requireRole'] = guards.requireRole
/** The signed-in user, who has a permission, or all of several. */
export const requirePermission: Guards<[]>['requirePermission'] = guards.requirePermission
/** The signed-in user, who meets a whole requirement. */
export const requireAccess: Guards<[]>['requireAccess'] = guards.requireAccess

const functionMiddleware = (requirement: Requirement, options?: RequireOptions) =>
  createMiddleware({ type: 'function' }).server(({ next }) =>
    next({ context: { auth: guards.requireAccess(requirement, options) } }),
  )

/** The middleware of server functions that only signed-in users reach, and their server routes. */
export type AuthedMiddleware = ReturnType<typeof functionMiddleware> & {
  /**
   * A server route: `server: { handlers: { POST: authed.route(({ request }, { user }) => …) } }`. Requests by other sites that
   * change something are refused; Start itself checks calls of server functions alone. `run` gets what a handler gets, and
   * then the signed-in user.
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
 * The middleware of server functions that only signed-in users reach: `createServerFn().middleware([authed])`. Browsers can
 * call a server function without the page that it is for, so each checks by itself. `context.auth` is the signed-in user.
 */
export const authed: AuthedMiddleware & {
  /**
   * The same for users who meet a requirement, such as `{ permission: 'projects:write' }`.
   *
   * @throws {ConfigError} `option_invalid` for a requirement that says nothing.
   */
  with(requirement: Requirement, options?: RequireOptions): AuthedMiddleware
} = Object.assign(authedFor({}), {
  with(requirement: Requirement, options: RequireOptions = {}) {
    readRequirement(guardRequirement(requirement, options), 'authed.with')
    return authedFor(requirement, options)
  },
})

/** What the root route gives to `<AuthProvider initialAuth>`: an allow-list without tokens. For a server function of the app. */
export function readAuth(): SessionPayload | undefined {
  // A prerendered page is the same for all, so the browser asks.
  if (isBuild()) return undefined
  const { auth, handler } = requestState()
  return sessionPayload(auth, handler.clock.now())
}

/** Which flow a page begins, and the query of its address. */
export interface FlowPage {
  kind: FlowKind
  search: string
}

/** What a page of a flow begins with, so that every step works without JavaScript. For a server function of the app. */
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

/** What a page may know of a user who meets a requirement. */
function readUser(requirement: Requirement, returnTo: string): SessionUser {
  const { handler } = requestState()
  const payload = sessionPayload(guards.requireAccess(requirement, { returnTo }), handler.clock.now())
  return (payload as { user: SessionUser }).user
}

/**
 * What the loaders of this package do on servers; `undefined` in browsers. Apps call the functions themselves.
 *
 * @internal
 */
export const onServer:
  | { readAuth: typeof readAuth; readFlow: typeof readFlow; readUser: typeof readUser }
  | undefined = { readAuth, readFlow, readUser }
