/**
 * Sign-in, guards and sessions for Hono 4 on Node. On Workers, Bun and Deno, mount `handler.handle` directly.
 *
 * @module @latchkey/node/hono
 */

import { PERSONAL } from '@latchkey/core/node'
import type { Auth, AuthHandler, Requirement, SignedIn } from '@latchkey/core/server'
import { personalResponse } from '@latchkey/core/server'
import type { Context, MiddlewareHandler } from 'hono'
import {
  AccessRefusedError,
  CROSS_ORIGIN,
  decideRequest,
  isPersonal,
  type RequireOptions,
  refusalBody,
  requestAuth,
  setRequestAuth,
} from './access.ts'
import { setClientAddress } from './client-address.ts'
import { createGuards, type Guards } from './guards.ts'
import { flowPagesOf, handlerOf, isOwnTarget, type MountOptions } from './mount.ts'

export { AccessRefusedError, type RequireOptions } from './access.ts'
export type { Guards, SignedInToOrganization } from './guards.ts'

/** Options of {@link latchkey}. */
export interface LatchkeyOptions extends MountOptions {
  /**
   * Returns the client's address, such as `(c) => getConnInfo(c).remote.address`. Hono has no setting for trusted proxies.
   * Default: unknown.
   */
  addressOf?: (c: Context) => string | undefined
}

/** The variables that `latchkey()` sets. */
export interface LatchkeyVariables {
  Variables: { auth: Auth }
}

/** The variables that a guard in front of a route narrows. */
export interface SignedInVariables {
  Variables: { auth: SignedIn }
}

/** The result of `latchkey()`. */
export interface LatchkeyMiddleware extends MiddlewareHandler<LatchkeyVariables> {
  /**
   * The auth handler: the one passed, or the one created from the options. Await `handler.settled()` before the process exits.
   */
  handler: AuthHandler
}

/**
 * Handles the routes under `/auth`, and sets `c.var.auth` to the session for every other route. Use it on the app itself,
 * before the routes that read the session and before anything that reads bodies.
 *
 * @throws {ConfigError} at startup for a missing or unsafe setting.
 */
export function latchkey(options: LatchkeyOptions = {}): LatchkeyMiddleware {
  const { addressOf, ...shared } = options
  const handler = handlerOf(shared)
  const { organizationPath } = shared
  const pageOf = flowPagesOf(handler, shared)
  const middleware: MiddlewareHandler<LatchkeyVariables> = async (c, next) => {
    const { raw } = c.req
    const { pathname, search } = new URL(raw.url)
    if (isOwnTarget(handler, pathname)) {
      setClientAddress(raw, addressOf?.(c))
      return handler.handle(raw)
    }
    const page = await pageOf?.(raw)
    if (page) return page
    const resolved = await handler.resolve({
      headers: raw.headers,
      url: handler.appOrigin + pathname + search,
    })
    c.set('auth', resolved.auth)
    setRequestAuth(c, { handler, auth: resolved.auth, organizationPath })
    await next()
    if (!isPersonal(resolved)) return
    const response = personalResponse(c.res, await resolved.cookies())
    // Not with `c.header()`, which copies the response as a stream. That takes longer than everything else together.
    response.headers.append('vary', 'Cookie')
    if (response === c.res) return
    // Removed first: Hono would otherwise merge the previous response's headers into the new one.
    c.res = undefined
    c.res = response
  }
  return Object.assign(middleware, { handler })
}

/** The session of a request. @throws {ConfigError} `middleware_missing` if `latchkey()` has not run. */
export const auth = (c: object): Auth => requestAuth(c).auth

const isRequest = (value: unknown): value is Context =>
  typeof value === 'object' && value !== null && 'req' in value && 'var' in value

const inFront =
  (requirement: Requirement, options: RequireOptions): MiddlewareHandler<SignedInVariables> =>
  async (c, next) => {
    const auth = requestAuth(c)
    const { method, raw } = c.req
    const requested = {
      method,
      headers: raw.headers,
      // Only a refusal reads it.
      get url() {
        const { pathname, search } = new URL(raw.url)
        return auth.handler.appOrigin + pathname + search
      },
    }
    const decision = decideRequest(auth, requested, requirement, options)
    if (decision.outcome === 'allowed') return next()
    c.header('cache-control', PERSONAL)
    if (decision.outcome === 'redirect') return c.redirect(decision.location, 303)
    const { status, headers } = new AccessRefusedError(decision)
    return c.json(refusalBody(decision), status, headers)
  }

type OwnGuards = Guards<Context, MiddlewareHandler<SignedInVariables>>
const guards: OwnGuards = createGuards(inFront, isRequest)

/**
 * Allows signed-in users. In front of a route: `requireUser(options?)`. Within a handler: `requireUser(c)`, which returns the
 * user.
 */
export const requireUser: OwnGuards['requireUser'] = guards.requireUser
/** Allows users with an active organization: any, or the one with the given id. Has two forms, like {@link requireUser}. */
export const requireOrganization: OwnGuards['requireOrganization'] = guards.requireOrganization
/** Allows users with a role, or with one of several roles. Has two forms, like {@link requireUser}. */
export const requireRole: OwnGuards['requireRole'] = guards.requireRole
/** Allows users with a permission, or with all of several permissions. Has two forms, like {@link requireUser}. */
export const requirePermission: OwnGuards['requirePermission'] = guards.requirePermission
/** Allows users who meet a whole requirement. Has two forms, like {@link requireUser}. */
export const requireAccess: OwnGuards['requireAccess'] = guards.requireAccess

/** Refuses state-changing requests from other sites, for the app's own routes. */
export function sameOrigin(): MiddlewareHandler {
  return async (c, next) => {
    const { handler } = requestAuth(c)
    if (handler.isSameOrigin(c.req.raw)) return next()
    return c.json(refusalBody(CROSS_ORIGIN), 403)
  }
}
