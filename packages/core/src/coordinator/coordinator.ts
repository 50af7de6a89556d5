/**
 * What several instances of an app have to agree on: who refreshes a session, the result of it,
 * and which sessions were signed out. Values are sealed before they get here.
 *
 * An implementation may lose entries (a restart, an eviction): then a late request costs a sign-in.
 * It must never let two callers hold one lease at a time.
 */
export interface Coordinator {
  /** Whether what is published outlives this process. Then refreshes may happen in the background. */
  readonly isDurable?: boolean
  /** What was last published under `key`, unless its time is over. */
  read(key: string): Promise<string | undefined>
  /** Makes `value` readable by every instance for `ttlMs` milliseconds. */
  publish(key: string, value: string, ttlMs: number): Promise<void>
  /**
   * Takes the lease of `key` for at most `ttlMs` milliseconds.
   *
   * @returns `undefined` while another caller holds it.
   */
  acquire(key: string, ttlMs: number): Promise<Lease | undefined>
  /**
   * Adds `by` to the count of `key`, over all instances at once, and returns what it came to. A count starts at 0,
   * never falls below it, and is forgotten `ttlMs` milliseconds after its first change; later ones do not extend that.
   *
   * @param by Default 1. Negative takes back, 0 reads.
   */
  count(key: string, ttlMs: number, by?: number): Promise<Count>
}

/** A count that several instances keep together. */
export interface Count {
  total: number
  /** Milliseconds until the count is forgotten. */
  remainingMs: number
}

/** The right to do something alone, such as to refresh one session. Expires unless its holder extends it. */
export interface Lease {
  /**
   * Makes the lease last `ttlMs` milliseconds from now. A lease that was lost, by expiring or with the store, is taken
   * again unless another caller holds it by now.
   *
   * @returns Whether the lease is held.
   */
  extend(ttlMs: number): Promise<boolean>
  /** Gives the lease back. Does nothing when another caller holds it by now. */
  release(): Promise<void>
}
