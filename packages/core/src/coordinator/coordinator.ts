/**
 * Storage shared by several instances of an app: which instance refreshes a session, the result of the refresh, and which
 * sessions were signed out. Values are sealed before they are passed in.
 *
 * An implementation may lose entries, for example on a restart. In the worst case, a late request must sign in again, and a user
 * gets new attempts. It must never let two callers hold the same lease at once, and it must not drop a count to make room for
 * others: those who make the others could then guess without a limit.
 */
export interface Coordinator {
  /** Whether published values outlive this process. If so, sessions can be refreshed in the background. */
  readonly isDurable?: boolean
  /** The value last published under `key`, unless it has expired. */
  read(key: string): Promise<string | undefined>
  /** Makes `value` readable by every instance for `ttlMs` milliseconds. */
  publish(key: string, value: string, ttlMs: number): Promise<void>
  /**
   * Acquires the lease of `key` for at most `ttlMs` milliseconds.
   *
   * @returns `undefined` while another caller holds it.
   */
  acquire(key: string, ttlMs: number): Promise<Lease | undefined>
  /**
   * Adds `by` to the count of `key` atomically across all instances, and returns the total. A count starts at 0, never falls
   * below 0, and is deleted `ttlMs` milliseconds after its first change; later changes do not extend that.
   *
   * @param by Default 1. Negative values subtract, 0 only reads.
   */
  count(key: string, ttlMs: number, by?: number): Promise<Count>
}

/** A count shared by several instances. */
export interface Count {
  total: number
  /** Milliseconds until the count is deleted. */
  remainingMs: number
}

/** An exclusive right to do something, such as to refresh a session. Expires unless its holder extends it. */
export interface Lease {
  /**
   * Extends the lease to `ttlMs` milliseconds from now. A lease that was lost, because it expired or the store was restarted,
   * is acquired again unless another caller holds it.
   *
   * @returns Whether the lease is held.
   */
  extend(ttlMs: number): Promise<boolean>
  /** Releases the lease. Does nothing if another caller holds it now. */
  release(): Promise<void>
}
