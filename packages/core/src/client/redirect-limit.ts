const KEY = 'latchkey:redirects'

/**
 * Whether another redirect to the sign-in page is allowed. More than three in 30 seconds is a redirect loop: show an error
 * instead. The count survives page loads.
 */
export function mayRedirect(now: number = Date.now()): boolean {
  try {
    const times = (sessionStorage.getItem(KEY) ?? '').split(',')
    const recent = times.filter((time) => Number(time) > now - 30_000)
    if (recent.length > 2) return false
    sessionStorage.setItem(KEY, [...recent, now].join())
  } catch {
    // Storage is blocked, so redirects cannot be counted.
  }
  return true
}
