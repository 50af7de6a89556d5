const KEY = 'latchkey:redirects'
const WITHIN_MS = 30_000
const MOST = 3

/**
 * Whether one more redirect to the sign-in page is sensible. More than three in half a minute is a loop:
 * stop and say so instead. Counts over page loads.
 */
export function mayRedirect(now: number = Date.now()): boolean {
  try {
    const times = (sessionStorage.getItem(KEY) ?? '').split(',').map(Number)
    const recent = times.filter((time) => time > now - WITHIN_MS)
    if (recent.length >= MOST) return false
    sessionStorage.setItem(KEY, [...recent, now].join())
  } catch {
    // Storage is blocked: nothing to count with.
  }
  return true
}
