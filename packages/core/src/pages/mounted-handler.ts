import { isBelow } from '../client/navigation.ts'
import type { Coordinator } from '../coordinator/coordinator.ts'
import { memoryCoordinator } from '../coordinator/memory.ts'
import { type AuthHandler, createAuthHandler } from '../handler/create-auth-handler.ts'
import type { AuthHandlerOptions } from '../handler/options/auth-handler-options.ts'

/** Options of a framework's package: those of `createAuthHandler`, read at the first request. */
export interface AdapterOptions extends AuthHandlerOptions {
  /** An existing handler. If set, the other options of `createAuthHandler` are ignored. */
  handler?: AuthHandler
  /**
   * The path of the page where the user selects an organization. Without it, guards that need an organization refuse the
   * request.
   */
  organizationPath?: string
}

// Bundlers split an app into separate modules, and reload a module when its file changes. All of them share what is known about
// refreshed and revoked sessions.
const COORDINATOR = Symbol.for('@latchkey/core/coordinator')
const shared = globalThis as { [COORDINATOR]?: Coordinator }

/** The app's handler, created on first use, because the settings are not available during a build. */
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

/** Whether a path, as the browser sees it, is one of the handler's own routes. */
export const isOwnPath = ({ basePath }: Pick<AuthHandler, 'basePath'>, pathname: string): boolean =>
  pathname === basePath || pathname.startsWith(`${basePath}/`)

/** Converts a path of a framework's router to the path that the browser sees. Some routers omit the app's base path. */
export const publicPath = ({ appPath }: Pick<AuthHandler, 'appPath'>, path: string): string =>
  isBelow(appPath, path) ? path : appPath + path
