/**
 * Sign-in, guards and sessions for pages, endpoints, actions and middleware of Astro. The settings come from the
 * environment.
 *
 * @module @latchkey/astro/server
 */

import type { FlowKind, FlowPayload, SessionPayload } from '@latchkey/core'
import type { AccessStopped, AdapterOptions, Auth, Guards } from '@latchkey/core/server'
import {
  canRedirect,
  isOwnPath,
  mountedHandler,
  publicPath,
  refusalResponse,
  respondAs,
  sessionPayload,
} from '@latchkey/core/server'
import { getInitialFlow } from '@latchkey/react/server'
import type { APIContext, MiddlewareHandler } from 'astro'
import { guards } from './guards.ts'
import {
  type GuardContext,
  type RequestState,
  requestState,
  storedState,
  storeState,
} from './request-state.ts'

export type {
  Auth,
  Guards,
  Requirement,
  RequireOptions,
  SignedIn,
  SignedInToOrganization,
} from '@latchkey/core/server'
export { type Authed, type AuthedFunctions, authed } from './authed.ts'
export type { GuardContext } from './request-state.ts'

/** Options of {@link latchkey}: those of `createAuthHandler`, and `handler` and `organizationPath`. */
export type LatchkeyOptions = AdapterOptions

/**
 * The middleware, for options in addition to the environment variables: `export const onRequest = latchkey({ … })` in
 * `src/middleware.ts`, together with `latchkey({ middleware: false })` in `astro.config.mjs`. It handles the routes under
 * `/auth`, reads the session of every other request (`Astro.locals.auth`), keeps sessions fresh, and sends the responses of the
 * guards.
 *
 * @param options Read at the first request.
 */
export function latchkey(options: LatchkeyOptions = {}): MiddlewareHandler {
  const addresses = new WeakMap<Request, string>()
  const handlerOf = mountedHandler({ clientAddress: (request) => addresses.get(request), ...options })
  return async (context, next) => {
    // A prerendered page is the same for all users, and has no request.
    if (context.isPrerendered) {
      context.locals.auth = SIGNED_OUT
      return next()
    }
    const handler = handlerOf()
    const { request, url } = context
    const path = publicPath(handler, url.pathname)
    // Not with `next()`, which would run an action that is posted here.
    if (isOwnPath(handler, path)) {
      const address = addressOf(context)
      if (address !== undefined) addresses.set(request, address)
      return handler.handle(request)
    }
    // A rewritten page of the same request: the outer call adds the session's cookies and headers to the response.
    if (storedState(context.locals)?.isOver === false) return next()
    const { method, headers } = request
    const requested = { method, headers, url: handler.appOrigin + path + url.search }
    return respondAs(handler, requested, options.organizationPath, async (requestAuth) => {
      const state: RequestState = Object.assign(requestAuth, { request: requested, isOver: false })
      storeState(context.locals, state)
      const response = await responseOf(state, next, context).finally(() => {
        state.isOver = true
      })
      // A response for one user must not be cached by URL.
      if ((state.isPersonal || state.stopped) && context.cache.enabled) context.cache.set(false)
      return response
    })
  }
}

/** The middleware with the settings from environment variables, as the integration adds it. */
export const onRequest: MiddlewareHandler = latchkey()

const SIGNED_OUT: Auth = { status: 'signed-out', user: undefined, reason: 'none' }

/** Undefined if an adapter has no client address: Astro then throws. */
function addressOf(context: APIContext): string | undefined {
  try {
    return context.clientAddress
  } catch {
    return undefined
  }
}

/** The app's response, or the guard's response if a guard refused the request. */
async function responseOf(state: RequestState, next: () => Promise<Response>, context: APIContext) {
  const { routePattern, logger } = context
  let response: Response | undefined
  try {
    response = await next()
  } catch (error) {
    const isGuard = state.stopped !== undefined && error === state.stopped
    // In development, Astro shows the error.
    if (!isGuard && (import.meta.env.DEV || !state.isPersonal)) throw error
    if (!isGuard) {
      logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error))
      // Astro renders its error page and keeps the cookies of this response. For a thrown error it would send no cookies.
      return new Response(null, { status: 500 })
    }
  }
  // Astro turns what an action throws into a 500. Any other response comes from the app.
  if (response && (state.stopped === undefined || response.status !== 500)) return response
  return stoppedResponse(state.stopped as AccessStopped, state, routePattern === ACTIONS)
}

/** The route by which scripts call actions. */
const ACTIONS = '/_actions/[...path]'
const ACTION_CODES = { 401: 'UNAUTHORIZED', 403: 'FORBIDDEN', 503: 'SERVICE_UNAVAILABLE' }

function stoppedResponse(
  { decision }: AccessStopped,
  { request }: RequestState,
  isAction: boolean,
): Response {
  // A POST must not be repeated at the redirect's target.
  if (decision.outcome === 'redirect')
    return new Response(null, { status: 303, headers: { location: decision.location } })
  const refusal = refusalResponse(decision)
  const { status, headers } = refusal
  const { message } = decision
  if (isAction) {
    // `actions.name()` converts it to an `ActionError`.
    const error = { type: 'AstroActionError', code: ACTION_CODES[decision.status], status, message }
    return Response.json(error, { status, headers })
  }
  if (!canRedirect(request)) return refusal
  headers.set('content-type', 'text/plain; charset=utf-8')
  return new Response(message, { status, headers })
}

/**
 * The session of a request: `signed-in`, `signed-out`, or `stale` if it cannot be checked right now. The same as
 * `Astro.locals.auth`. Takes `Astro`, or the context of an endpoint, an action or a middleware.
 *
 * @throws {ConfigError} `middleware_missing` if the middleware has not run, `auth_in_cached_scope` in prerendered pages.
 */
export const auth = (context: GuardContext): Auth => requestState(context).auth

/**
 * Returns the signed-in user, in the frontmatter of a page, an endpoint or an action. Visitors are redirected to the sign-in
 * page and back to the requested page; scripts get 401. If the session cannot be checked, the response is 503 and the user
 * stays signed in. The middleware handles what it throws, so a component that renders after the page has started sending shows
 * nothing.
 */
export const requireUser: Guards<[context: GuardContext]>['requireUser'] = guards.requireUser
/** Returns the signed-in user with an active organization: any, or the one with the given id. */
export const requireOrganization: Guards<[context: GuardContext]>['requireOrganization'] =
  guards.requireOrganization
/** Returns the signed-in user with a role, or with one of several roles. */
export const requireRole: Guards<[context: GuardContext]>['requireRole'] = guards.requireRole
/** Returns the signed-in user with a permission, or with all of several permissions. */
export const requirePermission: Guards<[context: GuardContext]>['requirePermission'] =
  guards.requirePermission
/** Returns the signed-in user who meets a whole requirement. */
export const requireAccess: Guards<[context: GuardContext]>['requireAccess'] = guards.requireAccess

/** The session for the components of `@latchkey/astro/react`, as `initialAuth`: an allow-list without tokens. */
export function readAuth(context: GuardContext): SessionPayload | undefined {
  // A prerendered page is the same for all users, so the browser requests the session.
  if (context.isPrerendered) return undefined
  const { auth, handler } = requestState(context)
  return sessionPayload(auth, handler.clock.now())
}

/**
 * The flow of a page, as `initialFlow`: with it, every step works without JavaScript. Call it in the frontmatter of a page,
 * where cookies can be set.
 */
export async function readFlow(context: GuardContext, kind: FlowKind): Promise<FlowPayload | undefined> {
  if (context.isPrerendered) return undefined
  const state = requestState(context)
  state.isPersonal = true
  const { handler, request } = state
  const page = new Request(request.url, { headers: request.headers })
  const { value, cookies } = await getInitialFlow(handler, page, kind)
  state.cookies.push(cookies)
  return value
}
