/**
 * The auth handler on Node servers: `http`, `https`, `http2`, WebSocket upgrades, and anything that calls
 * `(req, res, next)`.
 *
 * @module @latchkey/node
 */

export { AccessRefusedError } from './access.ts'
export { clientAddress } from './client-address.ts'
export type { MountOptions } from './mount.ts'
export { type NodeHandler, toNodeHandler } from './node-handler.ts'
export { MalformedRequest, type NodeRequest, toWebRequest } from './request.ts'
export { type NodeResponse, sendResponse } from './response.ts'
export { authenticateUpgrade, type UpgradeAuth } from './upgrade.ts'
