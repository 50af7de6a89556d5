import type { AdapterOptions, AuthHandler, FlowPagesHandler, FlowPagesOptions } from '@latchkey/core/server'
import { createAuthHandler, createFlowPages, isOwnPath } from '@latchkey/core/server'
import { clientAddress } from './client-address.ts'

/** Options of every framework's middleware. */
export interface MountOptions extends AdapterOptions {
  /**
   * Also serves the pages of all flows as plain HTML: `/sign-in`, `/sign-up`, `/forgot-password`, `/reset-password` and
   * `/invite`, or the paths in the `pages` option. Pass `true`, or options for their appearance. Default: the app has its own
   * pages.
   */
  flowPages?: boolean | FlowPagesOptions
}

/** The handler for the pages of flows; `undefined` if the app has its own. */
export const flowPagesOf = (
  handler: AuthHandler,
  { flowPages }: Pick<MountOptions, 'flowPages'>,
): FlowPagesHandler | undefined =>
  flowPages ? createFlowPages(handler, flowPages === true ? {} : flowPages) : undefined

/** The handler to mount. If it is created here, it knows each client's address. */
export const handlerOf = ({
  handler,
  organizationPath: _page,
  flowPages: _pages,
  ...options
}: MountOptions): AuthHandler => handler ?? createAuthHandler({ clientAddress, ...options })

/** Whether a request target is one of the handler's own routes. */
export const isOwnTarget = (handler: Pick<AuthHandler, 'basePath'>, target: string): boolean =>
  isOwnPath(handler, target.split('?', 1)[0] ?? '')
