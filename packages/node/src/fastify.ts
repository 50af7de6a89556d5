/**
 * Sign-in, guards and sessions for Fastify 5.
 *
 * @module @latchkey/node/fastify
 */

import { keepPersonal, PERSONAL, webHeaders } from '@latchkey/core/node'
import type { Auth, Requirement, Resolved } from '@latchkey/core/server'
import { serializeCookie } from '@latchkey/core/server'
import type { FastifyPluginCallback, FastifyReply, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify'
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
import { isRead, toWebRequest } from './request.ts'

export { AccessRefusedError, type RequireOptions } from './access.ts'
export type { Guards, SignedInToOrganization } from './guards.ts'
/** Options of {@link latchkey}: those of `createAuthHandler`, and `handler`, `organizationPath` and `flowPages`. */
export type LatchkeyOptions = MountOptions

declare module 'fastify' {
  interface FastifyRequest {
    /** The session of the request. Set by the `latchkey` plugin. */
    auth: Auth
  }
}

/**
 * Handles the routes under `/auth`, and sets `request.auth` to the session for every other route. The client's address is
 * `request.ip`, so it follows the server's `trustProxy` setting. The server's body parsers are not affected.
 *
 * @throws {ConfigError} at startup for a missing or unsafe setting.
 */
export const latchkey: FastifyPluginCallback<LatchkeyOptions> = (server, options, done) => {
  const handler = handlerOf(options)
  const { organizationPath } = options
  const pageOf = flowPagesOf(handler, options)
  const isOwn = (request: FastifyRequest) => isOwnTarget(handler, request.raw.url ?? '/')

  server.decorateRequest('auth')
  server.addHook('onRequest', async (request, reply) => {
    if (isOwn(request)) return
    const { raw } = request
    const page = pageOf && isRead(raw) && (await pageOf(toWebRequest(handler.appOrigin, raw)))
    if (page) return reply.send(page)
    const url = handler.appOrigin + (request.raw.url ?? '/')
    const resolved = await handler.resolve({ headers: webHeaders(request.raw), url })
    request.auth = resolved.auth
    setRequestAuth(request, { handler, auth: resolved.auth, organizationPath })
    if (!isPersonal(resolved)) return
    // Also overrides the app's cache headers, and applies to responses that the app sends without Fastify.
    keepPersonal(reply.raw)
    reply.header('vary', 'Cookie')
    personal.set(request, resolved.cookies)
  })
  // The user may sign out before this response is sent, so read the cookies again right before.
  server.addHook('onSend', async (request, reply, payload) => {
    const cookies = personal.get(request)
    if (cookies === undefined) return payload
    for (const cookie of await cookies()) {
      reply.header('set-cookie', serializeCookie(cookie))
    }
    return payload
  })

  // Our own routes get their own scope: they read bodies that the server's parsers would refuse.
  server.register((scope, _options, ready) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _body, parsed) => parsed(null))
    scope.all(`${handler.basePath}/*`, (request) => {
      const web = toWebRequest(handler.appOrigin, request.raw)
      setClientAddress(web, request.ip)
      return handler.handle(web)
    })
    ready()
  })
  done()
}

// The decorator and the hooks apply to the whole server, as with `fastify-plugin`.
Object.assign(latchkey, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: '@latchkey/node',
})

/** Requests with a response for one user, and the cookies that it sets. */
const personal = new WeakMap<FastifyRequest, Resolved['cookies']>()

/** The session of a request. @throws {ConfigError} `middleware_missing` if the plugin is not registered. */
export const auth = (request: object): Auth => requestAuth(request).auth

const isRequest = (value: unknown): value is FastifyRequest =>
  typeof value === 'object' && value !== null && 'raw' in value && 'server' in value

/** Use it as `preHandler` or in any earlier hook. */
const inFront =
  (requirement: Requirement, options: RequireOptions): preHandlerAsyncHookHandler =>
  async (request: FastifyRequest, reply: FastifyReply) => {
    const auth = requestAuth(request)
    const { method = 'GET', url = '/' } = request.raw
    const requested = { method, headers: webHeaders(request.raw), url: auth.handler.appOrigin + url }
    const decision = decideRequest(auth, requested, requirement, options)
    if (decision.outcome === 'allowed') return
    reply.header('cache-control', PERSONAL)
    if (decision.outcome === 'redirect') return reply.redirect(decision.location, 303)
    const { status, headers } = new AccessRefusedError(decision)
    return reply.code(status).headers(headers).send(refusalBody(decision))
  }

type OwnGuards = Guards<FastifyRequest, preHandlerAsyncHookHandler>
const guards: OwnGuards = createGuards(inFront, isRequest)

/**
 * Allows signed-in users. In front of a route: `requireUser(options?)`. Within a handler: `requireUser(request)`, which returns
 * the user.
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

/** Refuses state-changing requests from other sites: a hook for the app's own routes. */
export function sameOrigin(): preHandlerAsyncHookHandler {
  return async (request, reply) => {
    const { handler } = requestAuth(request)
    const { method = 'GET' } = request.raw
    if (handler.isSameOrigin({ method, headers: webHeaders(request.raw) })) return
    return reply.code(403).send(refusalBody(CROSS_ORIGIN))
  }
}
