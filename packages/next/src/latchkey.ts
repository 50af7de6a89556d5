import type { Auth, AuthHandler } from '@latchkey/core/server'
import { type Authed, createAuthed } from './authed.ts'
import { createCurrentRequest } from './current-request.ts'
import { createGuards, type Guards } from './guards.ts'
import { createHandlerOf, type LatchkeyOptions } from './handler.ts'
import { createHandlers, type Handlers } from './handlers.ts'
import { createReads, type Reads } from './reads.ts'
import { createWithLatchkey, type ProxyFunction } from './with-latchkey.ts'

/** Everything that an app needs from Latchkey, bound to one set of options. */
export interface Latchkey extends Guards, Reads {
  /**
   * The session of the current request: `signed-in`, `signed-out`, or `stale` if it cannot be checked right now. Works in
   * server components, server actions, route handlers and `generateMetadata`. It is read once per render, and never refreshed.
   *
   * @throws {ConfigError} `auth_in_cached_scope` inside `'use cache'` and `unstable_cache()`.
   */
  auth(): Promise<Auth>
  /** Server functions and route handlers for signed-in users only. */
  authed: Authed
  /** The route handlers below `/auth`, for `app/auth/[...route]/route.ts`. */
  handlers: Handlers
  /** For `proxy.ts`, or `middleware.ts` before Next 16. */
  proxy: ProxyFunction
  /** Wraps the app's own proxy. */
  withLatchkey(inner?: ProxyFunction): ProxyFunction
  /** The auth handler, created on first use. */
  handler(): AuthHandler
}

/**
 * Binds everything to your options. Without options, the package's own exports do the same.
 *
 * ```ts
 * // auth.ts
 * export const { auth, authed, handlers, proxy, requireUser } = latchkey({ organizationPath: '/organizations' })
 * ```
 */
export function latchkey(options: LatchkeyOptions = {}): Latchkey {
  const { organizationPath } = options
  const handlerOf = createHandlerOf(options)
  const currentRequest = createCurrentRequest(handlerOf, options)
  const guards = createGuards(currentRequest, organizationPath)
  const withLatchkey = createWithLatchkey(handlerOf)
  return {
    ...guards,
    ...createReads(currentRequest),
    auth: async () => (await currentRequest()).auth,
    authed: createAuthed(handlerOf, currentRequest, guards, organizationPath),
    handlers: createHandlers(handlerOf),
    proxy: withLatchkey(),
    withLatchkey,
    handler: handlerOf,
  }
}
