import type { Clock } from '../base/clock.ts'
import type { Coordinator } from './coordinator.ts'
import { memoryCoordinator } from './memory.ts'

/**
 * Milliseconds for which the shared coordinator is not called after a failure, so that one that hangs does not delay every
 * call.
 */
const AWAY_MS = 1_000

/**
 * A coordinator that continues locally while the shared one is unavailable. Instances are then not coordinated with each other.
 *
 * Published values are always kept locally too. `publish` still fails if the shared coordinator does not receive the value, so
 * that its caller can retry.
 */
export function withLocalFallback(shared: Coordinator, clock: Clock): Coordinator {
  const local = memoryCoordinator({ clock })
  let awayUntil = Number.NEGATIVE_INFINITY

  async function either<T>(fromShared: () => Promise<T>, fromLocal: () => Promise<T>): Promise<T> {
    if (clock.now() < awayUntil) return fromLocal()
    try {
      return await fromShared()
    } catch {
      awayUntil = clock.now() + AWAY_MS
      return fromLocal()
    }
  }

  return {
    isDurable: shared.isDurable,
    read: async (key) =>
      (await either(
        () => shared.read(key),
        async () => undefined,
      )) ?? local.read(key),
    async publish(key, value, ttlMs) {
      await local.publish(key, value, ttlMs)
      await shared.publish(key, value, ttlMs)
    },
    acquire: (key, ttlMs) =>
      either(
        () => shared.acquire(key, ttlMs),
        () => local.acquire(key, ttlMs),
      ),
    count: (key, ttlMs, by) =>
      either(
        () => shared.count(key, ttlMs, by),
        () => local.count(key, ttlMs, by),
      ),
  }
}
