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

/** Options of {@link latchkey}: those of `createAuthHandler`, and `handler` and `organizationPath`. */
export type LatchkeyOptions = AdapterOptions

/**
 * The middleware of the root route: `export const middleware = [latchkey()]` in `app/root.tsx`. It reads the session of a
 * request before any loader runs, and keeps sessions fresh. It refuses nothing: loaders and actions must check the session.
 *
 * @param options Options in addition to the environment variables. Read at the first request.
 */
export function latchkey(options: LatchkeyOptions = {}): MiddlewareFunction<Response> {
  const handlerOf = mountedHandler(options)
  return async ({ request: { headers }, url, context }, next) => {
    if (isBuild()) return next()
    const handler = handlerOf()
    context.set(HANDLER, handler)
    const path = publicPath(handler, url.pathname)
    // The handler's own routes refresh the session when needed.
    if (isOwnPath(handler, path)) return next()
    const request = { headers, url: handler.appOrigin + path + url.search }
    return respondAs(handler, request, options.organizationPath, (auth) => {
      context.set(REQUEST_AUTH, auth)
      return next()
    })
  }
}

/** The middleware of the root route: {@link latchkey} with the settings from environment variables. */
export const middleware: MiddlewareFunction<Response>[] = [latchkey()]

/**
 * The session of a request: `signed-in`, `signed-out`, or `stale` if it cannot be checked right now. For loaders, actions and
 * middleware.
 *
 * @throws {ConfigError} `middleware_missing` if `latchkey()` has not run.
 */
export const auth = (args: Pick<GuardContext, 'context'>): Auth => requestAuthIn(args).auth

/**
 * Returns the signed-in user. Visitors are redirected to the sign-in page and back to the requested page; scripts get 401. If
 * the session cannot be checked, the response is 503 and the user stays signed in. Takes the arguments of a loader or an
 * action.
 */
export const requireUser: Guards<[args: GuardContext]>['requireUser'] = guards.requireUser
/** Returns the signed-in user with an active organization: any, or the one with the given id. */
export const requireOrganization: Guards<[args: GuardContext]>['requireOrganization'] =
  guards.requireOrganization
/** Returns the signed-in user with a role, or with one of several roles. */
export const requireRole: Guards<[args: GuardContext]>['requireRole'] = guards.requireRole
/** Returns the signed-in user with a permission, or with all of several permissions. */
export const requirePermission: Guards<[args: GuardContext]>['requirePermission'] = guards.requirePermission
/** Returns the signed-in user who meets a whole requirement. */
export const requireAccess: Guards<[args: GuardContext]>['requireAccess'] = guards.requireAccess

/**
 * Guards a route and all routes below it: `export const middleware = [requireMiddleware({ role: 'admin' })]`. It runs before
 * all of their loaders and actions. The route needs a `loader`: without one, the router navigates between its pages without a
 * request to the server.
 *
 * @throws {ConfigError} `option_invalid` for an empty requirement.
 */
export function requireMiddleware(
  // A requirement that is passed as undefined, such as one looked up under a wrong name, does not count as omitted.
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

/** What the root route passes to `<AuthProvider initialAuth>`: an allow-list without tokens. */
export interface AuthData {
  auth: SessionPayload | undefined
}

/**
 * The loader of the root route: `export const loader = authLoader`. In your own loader: `return { ...authLoader(args), … }`.
 */
export function authLoader(args: Pick<GuardContext, 'context'>): AuthData {
  // A prerendered page is the same for all users, so the browser requests the session.
  if (isBuild()) return { auth: undefined }
  const { auth, handler } = requestAuthIn(args)
  return { auth: sessionPayload(auth, handler.clock.now()) }
}

/** The initial data of a flow page. */
export interface FlowData {
  flow: FlowPayload | undefined
}

/**
 * The loader of a flow page, such as `export const loader = flowLoader('sign-in')`. With it, every step works without
 * JavaScript.
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
