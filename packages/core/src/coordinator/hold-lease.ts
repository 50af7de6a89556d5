import type { Clock } from '../base/clock.ts'
import { startTimer } from '../base/clock.ts'
import type { Coordinator, Lease } from './coordinator.ts'

/** Milliseconds after which another caller can replace a holder that crashed. */
const LEASE_MS = 3_000
/** Milliseconds between two extensions by the holder. */
const HEARTBEAT_MS = 1_000

/** A lease that is extended until it is released. */
export interface HeldLease {
  /** Whether the lease is held long enough to start something. Checks with the coordinator only if enough time has passed. */
  isHeld(): Promise<boolean>
  /** Releases the lease. Never fails, and need not be awaited. */
  release(): void
}

/**
 * Acquires a short lease and extends it while its work runs, so that long work keeps it and a crashed holder loses it soon.
 *
 * @returns `undefined` while another caller holds it.
 */
export async function holdLease(
  coordinator: Coordinator,
  key: string,
  clock: Clock,
): Promise<HeldLease | undefined> {
  const requestedAt = clock.now()
  const lease = await coordinator.acquire(key, LEASE_MS)
  return lease && keepExtending(lease, requestedAt, clock)
}

function keepExtending(lease: Lease, acquiredAt: number, clock: Clock): HeldLease {
  let extendedAt = acquiredAt
  let extending: Promise<unknown> | undefined
  let isReleased = false
  let cancelHeartbeat = startTimer(clock, HEARTBEAT_MS, beat)

  async function extended(): Promise<boolean> {
    const requestedAt = clock.now()
    const isHeld = await lease.extend(LEASE_MS)
    if (isHeld) extendedAt = requestedAt
    return isHeld
  }

  async function beat() {
    // The store may be available again at the next heartbeat.
    extending = extended().catch(() => {})
    await extending
    extending = undefined
    if (!isReleased) cancelHeartbeat = startTimer(clock, HEARTBEAT_MS, beat)
  }

  async function giveBack() {
    // An extension that arrives after the release would acquire the lease again, with no holder.
    if (extending !== undefined) await extending
    await lease.release()
  }

  return {
    isHeld: async () => clock.now() - extendedAt < LEASE_MS / 2 || extended(),
    release() {
      isReleased = true
      cancelHeartbeat()
      giveBack().catch(() => {})
    },
  }
}
