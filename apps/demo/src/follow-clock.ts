/** A clock for `createAuthHandler`. */
export interface FollowingClock {
  now(): number
}

const INTERVAL_MS = 200

/**
 * Follows the clock of an environment on the local server, so that moving it on the dashboard moves this site too.
 * Use it only with the local server.
 */
export function followClock(env: NodeJS.ProcessEnv): FollowingClock {
  let offset = 0
  async function ask() {
    const sent = Date.now()
    const response = await fetch(`${env.WORKOS_BASE_URL}/_emulator/clock`, {
      headers: { authorization: `Bearer ${env.WORKOS_API_KEY}` },
      signal: AbortSignal.timeout(2_000),
    })
    if (!response.ok) return
    const { now } = (await response.json()) as { now: string }
    const next = Date.parse(now) - (sent + Date.now()) / 2
    // Ignores small differences, which are caused by network jitter.
    if (Math.abs(next - offset) > 1_000) offset = next
  }
  const timer = setInterval(() => {
    ask().catch(() => {})
  }, INTERVAL_MS)
  timer.unref()
  return { now: () => Date.now() + offset }
}
