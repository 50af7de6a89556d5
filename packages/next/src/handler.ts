import type { AuthHandler, AuthHandlerOptions, Coordinator } from '@latchkey/core/server'
import { createAuthHandler, memoryCoordinator } from '@latchkey/core/server'

/** Settings of {@link latchkey}: those of `createAuthHandler`, read at the first request. */
export interface LatchkeyOptions extends AuthHandlerOptions {
  /** A handler that was made elsewhere. Then the options of `createAuthHandler` are not read here. */
  handler?: AuthHandler
  /** The page on which an organization is chosen. Without one, a guard that needs an organization refuses. */
  organizationPath?: string
}

/** The handler of an app, made at its first use: a build has no settings. */
export type HandlerOf = () => AuthHandler

// Next bundles the proxy, the pages and the routes apart and runs them in one process. What they know of sessions that
// are refreshed or over, they share.
const COORDINATOR = Symbol.for('@latchkey/next/coordinator')
const shared = globalThis as { [COORDINATOR]?: Coordinator }

export function createHandlerOf({
  handler,
  organizationPath: _page,
  ...options
}: LatchkeyOptions): HandlerOf {
  let made = handler
  return () => {
    if (made !== undefined) return made
    shared[COORDINATOR] ??= memoryCoordinator({ clock: options.clock })
    // Next puts its `basePath` in place of this name while it builds.
    const appPath = process.env.__NEXT_ROUTER_BASEPATH || undefined
    made = createAuthHandler({ coordinator: shared[COORDINATOR], appPath, ...options })
    return made
  }
}

/** A path of Next's router as browsers know it. */
export const publicPath = ({ appPath }: Pick<AuthHandler, 'appPath'>, pathname: string): string =>
  pathname === appPath || pathname.startsWith(`${appPath}/`) ? pathname : appPath + pathname
