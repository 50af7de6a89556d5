import { isBelow } from '../client/navigation.ts'
import type { Coordinator } from '../coordinator/coordinator.ts'
import { memoryCoordinator } from '../coordinator/memory.ts'
import { type AuthHandler, createAuthHandler } from '../handler/create-auth-handler.ts'
import type { AuthHandlerOptions } from '../handler/options/auth-handler-options.ts'

/** Settings of a framework's package: those of `createAuthHandler`, read at the first request. */
export interface AdapterOptions extends AuthHandlerOptions {
  /** A handler that was made elsewhere. Then the options of `createAuthHandler` are not read here. */
  handler?: AuthHandler
  /** The page on which an organization is chosen. Without one, a guard that needs an organization refuses. */
  organizationPath?: string
}

// Bundlers put parts of an app into modules of their own, and make a module again when its file changes. What they know
// of sessions that are refreshed or over, they share.
const COORDINATOR = Symbol.for('@latchkey/core/coordinator')
const shared = globalThis as { [COORDINATOR]?: Coordinator }

/** The handler of an app, made at its first use: a build has no settings. */
export function mountedHandler({
  handler,
  organizationPath: _page,
  ...options
}: AdapterOptions): () => AuthHandler {
  let made = handler
  return () => {
    if (made !== undefined) return made
    const { clock } = options
    if (clock === undefined) shared[COORDINATOR] ??= memoryCoordinator()
    const coordinator = clock === undefined ? shared[COORDINATOR] : memoryCoordinator({ clock })
    made = createAuthHandler({ coordinator, ...options })
    return made
  }
}

/** Whether a path, as browsers know it, is one of the handler's own routes. */
export const isOwnPath = ({ basePath }: Pick<AuthHandler, 'basePath'>, pathname: string): boolean =>
  pathname === basePath || pathname.startsWith(`${basePath}/`)

/** A path of a framework's router as browsers know it: some routers do not show the path that the app is below. */
export const publicPath = ({ appPath }: Pick<AuthHandler, 'appPath'>, path: string): string =>
  isBelow(appPath, path) ? path : appPath + path
