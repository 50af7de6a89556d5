/** Work of a handler that requests do not wait for. */
export interface Background {
  /** Accepts work that may outlive its request. The work itself must handle its failures. */
  run(work: Promise<unknown>): void
  /** Counts a request as work in flight, and returns its result. */
  track<T>(work: Promise<T>): Promise<T>
  /** Resolves when no work is in flight. */
  settled(): Promise<void>
}

/** @param waitUntil Keeps a Worker or function alive for the work. */
export function createBackground(waitUntil: ((work: Promise<unknown>) => void) | undefined): Background {
  const inFlight = new Set<Promise<unknown>>()

  function add(work: Promise<unknown>): Promise<unknown> {
    const quiet: Promise<unknown> = work.then(
      () => inFlight.delete(quiet),
      () => inFlight.delete(quiet),
    )
    inFlight.add(quiet)
    return quiet
  }

  return {
    run(work) {
      const quiet = add(work)
      waitUntil?.(quiet)
    },
    track(work) {
      add(work)
      return work
    },
    async settled() {
      // Work may start other work, such as a request that sends an email.
      while (inFlight.size > 0) await Promise.all(inFlight)
    },
  }
}
