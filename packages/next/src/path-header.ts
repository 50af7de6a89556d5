/** The requested path, which Next tells only its proxy. In a request that did not pass the proxy it is not trustworthy. */
export const PATH_HEADER = 'x-latchkey-path'
