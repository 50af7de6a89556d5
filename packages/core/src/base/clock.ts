/** The source of time. Tests pass a clock that they move by hand. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Runs `task` once after `ms` milliseconds. Returns a function that cancels it. Default: `setTimeout`. */
  after?(ms: number, task: () => void): () => void
}

/** The system clock. */
export const systemClock: Clock = { now: () => Date.now() }

/** Starts a timer on `clock`. Returns a function that cancels it. */
export function startTimer(clock: Clock, ms: number, task: () => void): () => void {
  if (clock.after !== undefined) return clock.after(ms, task)
  const timer = setTimeout(task, ms)
  return () => clearTimeout(timer)
}
