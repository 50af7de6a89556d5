/**
 * A URL as a header can contain it: with escapes for all characters except printable ASCII. Callers register URLs in any
 * spelling, and Node refuses to send headers with other characters.
 */
export const headerUrl = (url: string): string => url.toWellFormed().replace(/[^!-~]+/g, encodeURIComponent)
