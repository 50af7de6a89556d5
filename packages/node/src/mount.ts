import type { AdapterOptions, AuthHandler, FlowPagesHandler, FlowPagesOptions } from '@latchkey/core/server'
import { createAuthHandler, createFlowPages, isOwnPath } from '@latchkey/core/server'
import { clientAddress } from './client-address.ts'

/** Settings of the middleware of every framework. */
export interface MountOptions extends AdapterOptions {
  /**
   * Also serves the pages of all flows, as plain HTML: `/sign-in`, `/sign-up`, `/forgot-password`, `/reset-password` and
   * `/invite`, or where the option `pages` puts them. `true`, or how they look. Default: the app has pages of its own.
   */
  flowPages?: boolean | FlowPagesOptions
}

/** What serves the pages of flows; `undefined` where the app has its own. */
export const flowPagesOf = (
  handler: AuthHandler,
  { flowPages }: Pick<MountOptions, 'flowPages'>,
): FlowPagesHandler | undefined =>
  flowPages ? createFlowPages(handler, flowPages === true ? {} : flowPages) : undefined

/** The handler to mount. One that is made here knows the address of each client. */
export const handlerOf = ({
  handler,
  organizationPath: _page,
  flowPages: _pages,
  ...options
}: MountOptions): AuthHandler => handler ?? createAuthHandler({ clientAddress, ...options })

/** Whether a request target is one of the handler's own. */
export const isOwnTarget = (handler: Pick<AuthHandler, 'basePath'>, target: string): boolean =>
  isOwnPath(handler, target.split('?', 1)[0] ?? '')
