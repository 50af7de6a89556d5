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

/** Settings of {@link latchkey}: those of `createAuthHandler`, `handler` and `organizationPath`. */
export type LatchkeyOptions = AdapterOptions

/**
 * The middleware, for options beyond the environment: `export const onRequest = latchkey({ … })` in `src/middleware.ts`,
 * beside `latchkey({ middleware: false })` in `astro.config.mjs`. It handles the routes under `/auth`, resolves the session of
 * any other request (`Astro.locals.auth`), keeps sessions fresh, and responds for the guards.
 *
 * @param options Read at the first request.
 */
export function latchkey(options: LatchkeyOptions = {}): MiddlewareHandler {
  const addresses = new WeakMap<Request, string>()
  const handlerOf = mountedHandler({ clientAddress: (request) => addresses.get(request), ...options })
  return async (context, next) => {
    // A prerendered page is the same for all, and has no request.
    if (context.isPrerendered) {
      context.locals.auth = SIGNED_OUT
      return next()
    }
    const handler = handlerOf()
    const { request, url } = context
    const path = publicPath(handler, url.pathname)
    // Not by `next()`, which would run an action that is posted here.
    if (isOwnPath(handler, path)) {
      const address = addressOf(context)
      if (address !== undefined) addresses.set(request, address)
      return handler.handle(request)
    }
    // A page of the same request that was rewritten: the outer call gives the response what belongs to the session.
    if (storedState(context.locals)?.isOver === false) return next()
    const { method, headers } = request
    const requested = { method, headers, url: handler.appOrigin + path + url.search }
    return respondAs(handler, requested, options.organizationPath, async (requestAuth) => {
      const state: RequestState = Object.assign(requestAuth, { request: requested, isOver: false })
      storeState(context.locals, state)
      const response = await responseOf(state, next, context).finally(() => {
        state.isOver = true
      })
      // What is kept by address must not be what one user got.
      if ((state.isPersonal || state.stopped) && context.cache.enabled) context.cache.set(false)
      return response
    })
  }
}

/** The middleware with the settings of the environment, as the integration adds it. */
export const onRequest: MiddlewareHandler = latchkey()

const SIGNED_OUT: Auth = { status: 'signed-out', user: undefined, reason: 'none' }

/** Undefined where an adapter has none: Astro then throws. */
function addressOf(context: APIContext): string | undefined {
  try {
    return context.clientAddress
  } catch {
    return undefined
  }
}

/** The response of the app; where a guard has stopped the request, what follows from that. */
async function responseOf(state: RequestState, next: () => Promise<Response>, context: APIContext) {
  const { routePattern, logger } = context
  let response: Response | undefined
  try {
    response = await next()
  } catch (error) {
    const isGuard = state.stopped !== undefined && error === state.stopped
    // In development Astro shows the error.
    if (!isGuard && (import.meta.env.DEV || !state.isPersonal)) throw error
    if (!isGuard) {
      logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error))
      // Astro sends its page for errors, with the cookies that this gets. Of an error it would send no cookie.
      return new Response(null, { status: 500 })
    }
  }
  // Astro makes 500 of what an action throws. Anything else is what the app has made of it.
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
  // A POST must not be repeated where it leads.
  if (decision.outcome === 'redirect')
    return new Response(null, { status: 303, headers: { location: decision.location } })
  const refusal = refusalResponse(decision)
  const { status, headers } = refusal
  const { message } = decision
  if (isAction) {
    // What `actions.name()` makes an `ActionError` of.
    const error = { type: 'AstroActionError', code: ACTION_CODES[decision.status], status, message }
    return Response.json(error, { status, headers })
  }
  if (!canRedirect(request)) return refusal
  headers.set('content-type', 'text/plain; charset=utf-8')
  return new Response(message, { status, headers })
}

/**
 * Who sent the request: `signed-in`, `signed-out`, or `stale` where that cannot be checked right now. The same as
 * `Astro.locals.auth`. Takes `Astro`, or the context of an endpoint, an action or a middleware.
 *
 * @throws {ConfigError} `middleware_missing` when the middleware has not run, `auth_in_cached_scope` in prerendered pages.
 */
export const auth = (context: GuardContext): Auth => requestState(context).auth

/**
 * The signed-in user, in the frontmatter of a page, an endpoint or an action. Visitors sign in and come back to the page
 * that was asked for; scripts get 401. While the session cannot be checked the response is 503, and nobody is signed out.
 * What it throws is for the middleware: a component that is sent after the page has begun shows nothing.
 */
export const requireUser: Guards<[context: GuardContext]>['requireUser'] = guards.requireUser
/** The signed-in user, with an organization open: any, or the one of an id. */
export const requireOrganization: Guards<[context: GuardContext]>['requireOrganization'] =
  guards.requireOrganization
/** The signed-in user, who has a role, or one of several. */
export const requireRole: Guards<[context: GuardContext]>['requireRole'] = guards.requireRole
/** The signed-in user, who has a permission, or all of several. */
export const requirePermission: Guards<[context: GuardContext]>['requirePermission'] =
  guards.requirePermission
/** The signed-in user, who meets a whole requirement. */
export const requireAccess: Guards<[context: GuardContext]>['requireAccess'] = guards.requireAccess

/** What the components of `@latchkey/astro/react` begin with, as `initialAuth`: an allow-list without tokens. */
export function readAuth(context: GuardContext): SessionPayload | undefined {
  // A prerendered page is the same for all, so the browser asks.
  if (context.isPrerendered) return undefined
  const { auth, handler } = requestState(context)
  return sessionPayload(auth, handler.clock.now())
}

/**
 * What a page of a flow begins with, as `initialFlow`: with it, every step works without JavaScript. For the frontmatter of a
 * page, which can set cookies.
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
