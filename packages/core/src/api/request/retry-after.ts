const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/

/** The maximum wait is one day. */
const MOST_SECONDS = 86_400

/**
 * Seconds from a `Retry-After` header, 0–86,400; `undefined` if it is missing or neither a number nor a date.
 * @see RFC 9110 §10.2.3
 */
export function readRetryAfter(header: string | null | undefined, nowMs: number): number | undefined {
  const value = header?.trim() ?? ''
  if (/^\d+(\.\d+)?$/.test(value)) return Math.min(Number(value), MOST_SECONDS)
  if (!httpDate.test(value)) return undefined
  const seconds = (Date.parse(value) - nowMs) / 1_000
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), MOST_SECONDS)
}
