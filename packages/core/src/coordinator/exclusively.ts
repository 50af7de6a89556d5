import type { Clock } from '../base/clock.ts'
import { startTimer } from '../base/clock.ts'
import type { Coordinator } from './coordinator.ts'
import { holdLease } from './hold-lease.ts'

const PATIENCE_MS = 5_000
const STEP_MS = 25

/**
 * Runs `work` while no other request or instance runs work with the same key.
 *
 * @returns `undefined` if the others did not finish within five seconds.
 */
export async function exclusively<T>(
  coordinator: Coordinator,
  key: string,
  clock: Clock,
  work: () => Promise<T>,
): Promise<T | undefined> {
  for (let waited = 0; waited <= PATIENCE_MS; waited += STEP_MS) {
    const lease = await holdLease(coordinator, key, clock)
    if (lease === undefined) {
      await new Promise<void>((resolve) => startTimer(clock, STEP_MS, resolve))
      continue
    }
    try {
      return await work()
    } finally {
      lease.release()
    }
  }
  return undefined
}
