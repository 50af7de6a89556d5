/**
 * The proxy that keeps sessions fresh. Next reads `config` from the app's own file, so it cannot be exported here.
 *
 * @module @latchkey/next/proxy
 */

import { createHandlerOf } from './handler.ts'
import { createWithLatchkey, type ProxyFunction } from './with-latchkey.ts'

export type { ProxyFunction } from './with-latchkey.ts'

/**
 * Your own proxy, with sessions refreshed around it. Its response gets the session's cookies, and the request that it
 * receives has them already.
 */
export const withLatchkey: (inner?: ProxyFunction) => ProxyFunction = createWithLatchkey(createHandlerOf({}))

/** Keeps sessions fresh. In `middleware.ts`, before Next 16: `export { proxy as middleware } from '@latchkey/next/proxy'`. */
export const proxy: ProxyFunction = withLatchkey()
