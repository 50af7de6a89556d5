/**
 * For Node: a transport for the API client that keeps connections alive, and what adapters need of `node:http`.
 *
 * @module @latchkey/core/node
 */

export { PERSONAL } from './handler/http/personal-response.ts'
export { keepPersonal, webHeaders } from './pages/node-messages.ts'
export { type NodeTransport, type NodeTransportOptions, nodeTransport } from './transport/node-transport.ts'
