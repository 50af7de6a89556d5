/**
 * The requested path, which Next passes only to its proxy, sealed by the proxy: in a request that bypassed the proxy, a visitor
 * could write any path here.
 */
export const PATH_HEADER = 'x-latchkey-path'
