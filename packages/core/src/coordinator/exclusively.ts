import type { Clock } from '../base/clock.ts'
import { startTimer } from '../base/clock.ts'
import type { Coordinator } from './coordinator.ts'
import { type HeldLease, holdLease } from './hold-lease.ts'

const PATIENCE_MS = 5_000
const STEP_MS = 25

/** The result of exclusive work. `busy`: others did not finish in time. `unavailable`: the coordinator failed. */
export type Exclusive<T> = { status: 'done'; value: T } | { status: 'busy' | 'unavailable' }

/**
 * Runs `work` while no other request or instance runs work with the same key. Waits for others for up to five seconds.
 *
 * @param work Receives whether the lease is still held. Work that reads first must ask before it changes something.
 */
export async function exclusively<T>(
  coordinator: Coordinator,
  key: string,
  clock: Clock,
  work: (isHeld: () => Promise<boolean>) => Promise<T>,
): Promise<Exclusive<T>> {
  for (let waited = 0; waited <= PATIENCE_MS; waited += STEP_MS) {
    let lease: HeldLease | undefined
    try {
      lease = await holdLease(coordinator, key, clock)
    } catch {
      return { status: 'unavailable' }
    }
    if (lease === undefined) {
      await new Promise<void>((resolve) => startTimer(clock, STEP_MS, resolve))
      continue
    }
    try {
      const { isHeld } = lease
      return { status: 'done', value: await work(() => isHeld().catch(() => false)) }
    } finally {
      lease.release()
    }
  }
  return { status: 'busy' }
}
