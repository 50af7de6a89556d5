/**
 * A transport for the API client on Node that keeps connections alive.
 *
 * @module @latchkey/core/node
 */

export { type NodeTransport, type NodeTransportOptions, nodeTransport } from './transport/node-transport.ts'
