/**
 * A URL as a header can contain it: all characters except printable ASCII are percent-encoded. Callers register URLs in any
 * spelling, and Node refuses to send headers with other characters.
 */
export const headerUrl = (url: string): string => url.toWellFormed().replace(/[^!-~]+/g, encodeURIComponent)
