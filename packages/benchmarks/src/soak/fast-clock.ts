import type { Clock } from '@latchkey/core/server'

/** A clock that can be made to run faster than the machine's, timers included: hours pass in minutes. */
export interface FastClock extends Clock {
  /** From now on, a second of the machine is `speed` seconds on this clock. */
  hasten(speed: number): void
}

export function createFastClock(): FastClock {
  let speed = 1
  let shown = Date.now()
  let since = performance.now()
  const now = () => shown + (performance.now() - since) * speed
  return {
    now: () => Math.floor(now()),
    after(ms, task) {
      const timer = setTimeout(task, ms / speed)
      return () => clearTimeout(timer)
    },
    hasten(faster) {
      shown = now()
      since = performance.now()
      speed = faster
    },
  }
}
