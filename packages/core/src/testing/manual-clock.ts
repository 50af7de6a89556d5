import type { Clock } from '../base/clock.ts'

/** A clock that moves only when a test moves it. Moving it fires the timers that are due. */
export interface ManualClock extends Clock {
  after(ms: number, task: () => void): () => void
  /** Moves time forward by `ms` milliseconds. */
  advance(ms: number): void
  /** The number of timers that are pending. */
  timers(): number
}

/**
 * Creates a clock that does not advance until a test moves it.
 *
 * @param start Milliseconds since the epoch. Default: now.
 */
export function manualClock(start: number = Date.now()): ManualClock {
  let time = start
  const timers = new Set<{ at: number; task: () => void }>()
  return {
    now: () => time,
    timers: () => timers.size,
    after(ms, task) {
      const timer = { at: time + ms, task }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    advance(ms) {
      time += ms
      for (const timer of [...timers].sort((remaining, right) => remaining.at - right.at)) {
        if (timer.at > time || !timers.delete(timer)) continue
        timer.task()
      }
    },
  }
}
