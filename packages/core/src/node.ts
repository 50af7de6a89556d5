export { type NodeTransport, type NodeTransportOptions, nodeTransport } from './transport/node-transport.ts'
