import type { Clock } from '../base/clock.ts'
import type { Coordinator } from './coordinator.ts'
import { memoryCoordinator } from './memory.ts'

/** After a failure the shared coordinator is left alone for this long, so that one that hangs does not delay each call. */
const AWAY_MS = 1_000

/**
 * A coordinator that continues by itself while the shared one is away. Instances then do not know of each other.
 *
 * What is published is kept here in any case; `publish` still fails when the shared coordinator does not get it, so
 * that its caller can try again.
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
