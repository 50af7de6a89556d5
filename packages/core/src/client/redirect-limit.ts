const KEY = 'latchkey:redirects'

/**
 * Whether one more redirect to the sign-in page is sensible. More than three in half a minute is a loop:
 * stop and say so instead. Counts over page loads.
 */
export function mayRedirect(now: number = Date.now()): boolean {
  try {
    const times = (sessionStorage.getItem(KEY) ?? '').split(',')
    const recent = times.filter((time) => Number(time) > now - 30_000)
    if (recent.length > 2) return false
    sessionStorage.setItem(KEY, [...recent, now].join())
  } catch {
    // Storage is blocked: nothing to count with.
  }
  return true
}
