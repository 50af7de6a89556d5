/** Where the client gets its time from. Tests move it by hand. */
export interface Timers {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls `run` once after `ms` milliseconds. The function it returns takes that back. */
  after(ms: number, run: () => void): () => void
}

/** The machine's own. */
export const systemTimers: Timers = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
