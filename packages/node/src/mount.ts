import type { AuthHandler, AuthHandlerOptions } from '@latchkey/core/server'
import { createAuthHandler } from '@latchkey/core/server'
import { clientAddress } from './client-address.ts'

/** Settings of the middleware of every framework. */
export interface LatchkeyOptions extends AuthHandlerOptions {
  /** A handler that was made elsewhere. Then the options of `createAuthHandler` are not read here. */
  handler?: AuthHandler
  /** The page on which an organization is chosen. Without one, a guard that needs an organization responds with 403. */
  organizationPath?: string
}

/** The handler to mount. One that is made here knows the address of each client. */
export const handlerOf = ({ handler, organizationPath: _page, ...options }: LatchkeyOptions): AuthHandler =>
  handler ?? createAuthHandler({ clientAddress, ...options })

/** Whether a request target is one of the handler's own. */
export function isOwnTarget({ basePath }: Pick<AuthHandler, 'basePath'>, target: string): boolean {
  const [path = ''] = target.split('?', 1)
  return path === basePath || path.startsWith(`${basePath}/`)
}
