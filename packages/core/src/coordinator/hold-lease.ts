import type { Clock } from '../base/clock.ts'
import { startTimer } from '../base/clock.ts'
import type { Coordinator, Lease } from './coordinator.ts'

/** A holder that dies is replaced after this long. */
const LEASE_MS = 3_000
/** A holder that lives extends its lease this often. */
const HEARTBEAT_MS = 1_000

/** A lease that is extended until it is released. */
export interface HeldLease {
  /** Whether the lease is held for long enough to begin something. Asks the coordinator only when time has passed. */
  isHeld(): Promise<boolean>
  /** Gives the lease back. Never fails; nothing needs to wait for it. */
  release(): void
}

/**
 * Takes a short lease and extends it while its work lasts, so that long work keeps it and a dead holder soon loses it.
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
    // A store that is away now may be back at the next heartbeat.
    extending = extended().catch(() => {})
    await extending
    extending = undefined
    if (!isReleased) cancelHeartbeat = startTimer(clock, HEARTBEAT_MS, beat)
  }

  async function giveBack() {
    // An extension that arrives after the release would take the lease again, for nobody.
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
