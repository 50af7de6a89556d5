import type { Clock } from '../base/clock.ts'
import { startTimer } from '../base/clock.ts'
import type { Coordinator, Lease } from './coordinator.ts'

/** Milliseconds that one call to a coordinator can take. */
export const COORDINATOR_MS = 2_000

/**
 * Adds a timeout to every call of a coordinator, including calls on its leases: a store that hangs must not hang a request.
 *
 * @param onFailure Called for each call that fails or times out.
 */
export function withTimeLimit(
  coordinator: Coordinator,
  clock: Clock,
  onFailure: () => void = () => {},
): Coordinator {
  async function limited<T>(work: Promise<T>): Promise<T> {
    try {
      return await withinLimit(work, clock)
    } catch (cause) {
      onFailure()
      throw cause
    }
  }
  const limitedLease = (lease: Lease): Lease => ({
    extend: (ttlMs) => limited(lease.extend(ttlMs)),
    release: () => limited(lease.release()),
  })

  return {
    isDurable: coordinator.isDurable,
    read: (key) => limited(coordinator.read(key)),
    publish: (key, value, ttlMs) => limited(coordinator.publish(key, value, ttlMs)),
    count: (key, ttlMs, by) => limited(coordinator.count(key, ttlMs, by)),
    async acquire(key, ttlMs) {
      const acquiring = coordinator.acquire(key, ttlMs)
      try {
        const lease = await limited(acquiring)
        return lease && limitedLease(lease)
      } catch (cause) {
        // A store that was unavailable may still execute the call later. A lease that no caller waits for is released.
        acquiring.then((lease) => lease?.release()).catch(() => {})
        throw cause
      }
    },
  }
}

async function withinLimit<T>(work: Promise<T>, clock: Clock): Promise<T> {
  let cancel = () => {}
  const late = new Promise<never>((_resolve, reject) => {
    cancel = startTimer(clock, COORDINATOR_MS, () =>
      reject(new Error(`The coordinator did not respond within ${COORDINATOR_MS} ms.`)),
    )
  })
  try {
    return await Promise.race([work, late])
  } finally {
    cancel()
  }
}
