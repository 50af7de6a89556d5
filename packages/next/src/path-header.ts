/**
 * The requested path, which Next passes only to its proxy. In a request that bypassed the proxy it cannot be trusted.
 */
export const PATH_HEADER = 'x-latchkey-path'
