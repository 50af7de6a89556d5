/** Where time comes from. Tests pass one they move by hand. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Runs `task` once, `ms` from now, and returns what cancels it. Default: `setTimeout`. */
  after?(ms: number, task: () => void): () => void
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Date.now() }

/** Starts a timer on `clock`, and returns what cancels it. */
export function startTimer(clock: Clock, ms: number, task: () => void): () => void {
  if (clock.after !== undefined) return clock.after(ms, task)
  const timer = setTimeout(task, ms)
  return () => clearTimeout(timer)
}
