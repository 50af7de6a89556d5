/**
 * The proxy that keeps sessions fresh. Next reads `config` from the app's own file, so it cannot be exported here.
 *
 * @module @latchkey/next/proxy
 */

import { createHandlerOf } from './handler.ts'
import { createWithLatchkey, type ProxyFunction } from './with-latchkey.ts'

export type { ProxyFunction } from './with-latchkey.ts'

/**
 * Wraps your own proxy and refreshes sessions. The request that your proxy receives already has the refreshed cookies, and they
 * are added to its response.
 */
export const withLatchkey: (inner?: ProxyFunction) => ProxyFunction = createWithLatchkey(createHandlerOf({}))

/** Keeps sessions fresh. Before Next 16, in `middleware.ts`: `export { proxy as middleware } from '@latchkey/next/proxy'`. */
export const proxy: ProxyFunction = withLatchkey()
