/** The version of this package, as it appears in the `User-Agent` header. */
export const VERSION = '0.1.0'
