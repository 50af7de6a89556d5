import type { Clock } from '@latchkey/core/server'

/** A clock that runs `speed` times as fast as the machine's, timers included: hours of lifetimes pass in minutes. */
export function fastClock(speed: number): Clock {
  const startedAt = Date.now()
  const origin = performance.now()
  return {
    now: () => Math.floor(startedAt + (performance.now() - origin) * speed),
    after(ms, task) {
      const timer = setTimeout(task, ms / speed)
      return () => clearTimeout(timer)
    },
  }
}
