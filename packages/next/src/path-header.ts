/** The path that a request asks for, which Next tells its proxy alone. What did not pass the proxy may say anything. */
export const PATH_HEADER = 'x-latchkey-path'
