/**
 * Sign-in, guards and sessions for Express 4 and 5.
 *
 * @module @latchkey/node/express
 */

import { IncomingMessage } from 'node:http'
import { keepPersonal, webHeaders } from '@latchkey/core/node'
import type { Auth, AuthHandler, Requirement } from '@latchkey/core/server'
import { serializeCookie } from '@latchkey/core/server'
import type { Request as ExpressRequest, RequestHandler } from 'express'
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
import { createGuards, type Guards } from './guards.ts'
import { flowPagesOf, handlerOf, isOwnTarget, type MountOptions } from './mount.ts'
import { respondFromMount } from './node-handler.ts'
import { isRead, toWebRequest } from './request.ts'
import { beforeHeaders, sendResponse } from './response.ts'

export { AccessRefusedError, type RequireOptions } from './access.ts'
export type { Guards, SignedInToOrganization } from './guards.ts'
/** Options of {@link latchkey}: those of `createAuthHandler`, and `handler`, `organizationPath` and `flowPages`. */
export type LatchkeyOptions = MountOptions

declare global {
  namespace Express {
    interface Request {
      /** The session of the request. Set by `latchkey()`. */
      auth: Auth
    }
  }
}

/**
 * Handles the routes under `/auth`, and sets `req.auth` to the session for every other route. Add it before the routes that
 * read the session. It works before and after body parsers. The client's address is `req.ip`, so it follows the app's
 * `trust proxy` setting.
 *
 * @throws {ConfigError} at startup for a missing or unsafe setting.
 */
export function latchkey(options: LatchkeyOptions = {}): RequestHandler {
  const handler = handlerOf(options)
  const { organizationPath } = options
  const pageOf = flowPagesOf(handler, options)
  return (req, res, next) => {
    // Express 4 does not handle rejected promises.
    run().catch(next)

    async function run(): Promise<void> {
      if (isOwnTarget(handler, req.originalUrl)) return respondFromMount(handler, req, res, req.ip)
      const page = pageOf && isRead(req) && (await pageOf(toWebRequest(handler.appOrigin, req)))
      if (page) return sendResponse(page, res)
      const headers = webHeaders(req)
      const resolved = await handler.resolve({ headers, url: handler.appOrigin + req.originalUrl })
      const { auth } = resolved
      req.auth = auth
      setRequestAuth(req, { handler, auth, organizationPath })
      if (isPersonal(resolved)) {
        keepPersonal(res)
        res.vary('Cookie')
      }
      if (resolved.hasCookies) {
        // The user may sign out before this response is sent, so read the cookies again right before.
        beforeHeaders(res, async () => {
          const cookies = await resolved.cookies()
          for (const cookie of cookies) res.append('set-cookie', serializeCookie(cookie))
        })
      }
      next()
    }
  }
}

/** The session of a request. @throws {ConfigError} `middleware_missing` if `latchkey()` has not run. */
export const auth = (req: object): Auth => requestAuth(req).auth

const isRequest = (value: unknown): value is ExpressRequest => value instanceof IncomingMessage

const inFront =
  (requirement: Requirement, options: RequireOptions): RequestHandler =>
  (req, res, next) => {
    try {
      const auth = requestAuth(req)
      const headers = webHeaders(req)
      const url = auth.handler.appOrigin + req.originalUrl
      const decision = decideRequest(auth, { method: req.method, headers, url }, requirement, options)
      if (decision.outcome === 'allowed') return next()
      keepPersonal(res)
      if (decision.outcome === 'redirect') {
        res.redirect(303, decision.location)
        return
      }
      const refused = new AccessRefusedError(decision)
      // Browsers get a page of the app; scripts get the same JSON as from the handler.
      if (req.accepts(['json', 'html']) === 'html') return next(refused)
      res.status(refused.status).set(refused.headers).json(refusalBody(decision))
    } catch (error) {
      next(error)
    }
  }

type OwnGuards = Guards<ExpressRequest, RequestHandler>
const guards: OwnGuards = createGuards(inFront, isRequest)

/**
 * Allows signed-in users. In front of a route: `requireUser(options?)`. Within a handler: `requireUser(req)`, which returns the
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
export function sameOrigin(): RequestHandler {
  return (req, res, next) => {
    try {
      const { handler } = requestAuth(req)
      if (isAllowed(handler, req)) return next()
      res.status(403).json(refusalBody(CROSS_ORIGIN))
    } catch (error) {
      next(error)
    }
  }
}

const isAllowed = (handler: AuthHandler, req: ExpressRequest) =>
  handler.isSameOrigin({ method: req.method, headers: webHeaders(req) })
