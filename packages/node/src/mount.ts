import type { AdapterOptions, AuthHandler } from '@latchkey/core/server'
import { createAuthHandler, isOwnPath } from '@latchkey/core/server'
import { clientAddress } from './client-address.ts'

/** Settings of the middleware of every framework. */
export type LatchkeyOptions = AdapterOptions

/** The handler to mount. One that is made here knows the address of each client. */
export const handlerOf = ({ handler, organizationPath: _page, ...options }: LatchkeyOptions): AuthHandler =>
  handler ?? createAuthHandler({ clientAddress, ...options })

/** Whether a request target is one of the handler's own. */
export const isOwnTarget = (handler: Pick<AuthHandler, 'basePath'>, target: string): boolean =>
  isOwnPath(handler, target.split('?', 1)[0] ?? '')
