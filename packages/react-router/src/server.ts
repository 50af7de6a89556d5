/**
 * Sign-in, guards and sessions for the server side of React Router as a framework. The settings come from the environment.
 *
 * @module @latchkey/react-router/server
 */

import type { FlowKind, FlowPayload, SessionPayload } from '@latchkey/core'
import type { AdapterOptions, Auth, Guards, Requirement, RequireOptions } from '@latchkey/core/server'
import {
  guardRequirement,
  isOwnPath,
  mountedHandler,
  publicPath,
  readRequirement,
  respondAs,
  sessionPayload,
} from '@latchkey/core/server'
import { getInitialFlow } from '@latchkey/react/server'
import type { MiddlewareFunction } from 'react-router'
import { guards } from './guards.ts'
import { type GuardContext, HANDLER, isBuild, REQUEST_AUTH, requestAuthIn } from './request-auth.ts'

export type {
  Auth,
  Guards,
  Requirement,
  RequireOptions,
  SignedIn,
  SignedInToOrganization,
} from '@latchkey/core/server'
export { type Authed, type AuthedFunctions, authed } from './authed.ts'
export type { GuardContext } from './request-auth.ts'

/** Settings of {@link latchkey}: those of `createAuthHandler`, `handler` and `organizationPath`. */
export type LatchkeyOptions = AdapterOptions

/**
 * The middleware of the root route: `export const middleware = [latchkey()]` in `app/root.tsx`. It resolves the session of a
 * request, before any loader runs, and keeps sessions fresh. It refuses nothing: loaders and actions check by themselves.
 *
 * @param options What goes beyond the environment. Read at the first request.
 */
export function latchkey(options: LatchkeyOptions = {}): MiddlewareFunction<Response> {
  const handlerOf = mountedHandler(options)
  return async ({ request: { headers }, url, context }, next) => {
    if (isBuild()) return next()
    const handler = handlerOf()
    context.set(HANDLER, handler)
    const path = publicPath(handler, url.pathname)
    // The handler's own routes refresh by themselves.
    if (isOwnPath(handler, path)) return next()
    const request = { headers, url: handler.appOrigin + path + url.search }
    return respondAs(handler, request, options.organizationPath, (auth) => {
      context.set(REQUEST_AUTH, auth)
      return next()
    })
  }
}

/** The middleware of the root route with the settings of the environment: {@link latchkey} without options. */
export const middleware: MiddlewareFunction<Response>[] = [latchkey()]

/**
 * Who sent the request: `signed-in`, `signed-out`, or `stale` where that cannot be checked right now. For loaders, actions
 * and middleware.
 *
 * @throws {ConfigError} `middleware_missing` when `latchkey()` has not run.
 */
export const auth = (args: Pick<GuardContext, 'context'>): Auth => requestAuthIn(args).auth

/**
 * The signed-in user. Visitors sign in and come back to the page that was asked for; scripts get 401. While the session
 * cannot be checked the response is 503, and nobody is signed out. Takes the arguments of a loader or an action.
 */
export const requireUser: Guards<[args: GuardContext]>['requireUser'] = guards.requireUser
/** The signed-in user, with an organization open: any, or the one of an id. */
export const requireOrganization: Guards<[args: GuardContext]>['requireOrganization'] =
  guards.requireOrganization
/** The signed-in user, who has a role, or one of several. */
export const requireRole: Guards<[args: GuardContext]>['requireRole'] = guards.requireRole
/** The signed-in user, who has a permission, or all of several. */
export const requirePermission: Guards<[args: GuardContext]>['requirePermission'] = guards.requirePermission
/** The signed-in user, who meets a whole requirement. */
export const requireAccess: Guards<[args: GuardContext]>['requireAccess'] = guards.requireAccess

/**
 * A guard for a route and all routes inside of it: `export const middleware = [requireMiddleware({ role: 'admin' })]`. It
 * runs before their loaders and actions, however they are asked for. The route needs a `loader`: without one the router
 * moves between its pages without asking the server.
 *
 * @throws {ConfigError} `option_invalid` for a requirement that says nothing.
 */
export function requireMiddleware(
  // A requirement that is given and undefined, such as one looked up under a wrong name, is no empty one.
  ...all: [requirement?: Requirement, options?: RequireOptions]
): MiddlewareFunction<Response> {
  const [, options = {}] = all
  const requirement = all.length > 0 ? (all[0] as Requirement) : {}
  readRequirement(guardRequirement(requirement, options), 'requireMiddleware')
  return (args, next) => {
    guards.requireAccess(args, requirement, options)
    return next()
  }
}

/** What the root route gives to `<AuthProvider initialAuth>`: an allow-list without tokens. */
export interface AuthData {
  auth: SessionPayload | undefined
}

/** The loader of the root route: `export const loader = authLoader`. For one of your own: `return { ...authLoader(args), … }`. */
export function authLoader(args: Pick<GuardContext, 'context'>): AuthData {
  // A prerendered page is the same for all, so the browser asks.
  if (isBuild()) return { auth: undefined }
  const { auth, handler } = requestAuthIn(args)
  return { auth: sessionPayload(auth, handler.clock.now()) }
}

/** What a page of a flow begins with. */
export interface FlowData {
  flow: FlowPayload | undefined
}

/**
 * The loader of a page with a form, such as `export const loader = flowLoader('sign-in')`. With it, every step works
 * without JavaScript.
 */
export const flowLoader =
  (kind: FlowKind) =>
  async (args: GuardContext): Promise<FlowData> => {
    if (isBuild()) return { flow: undefined }
    const auth = requestAuthIn(args)
    auth.isPersonal = true
    const { handler } = auth
    const { headers } = args.request
    const request = new Request(handler.appOrigin + args.url.pathname + args.url.search, { headers })
    const { value, cookies } = await getInitialFlow(handler, request, kind)
    auth.cookies.push(cookies)
    return { flow: value }
  }
