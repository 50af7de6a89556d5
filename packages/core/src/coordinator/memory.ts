import type { Clock } from '../base/clock.ts'
import { systemClock } from '../base/clock.ts'
import type { Coordinator } from './coordinator.ts'
import { createMemoryCounts } from './memory-counts.ts'

/**
 * Coordinates the requests of one process. Sufficient for a single instance.
 *
 * @param options.maximumEntries The maximum number of published values to keep. Expired ones are dropped first, then the oldest.
 * Default 5000.
 * @param options.maximumCounts The maximum number of counts above 0 to keep, about 200 bytes each. The lowest are dropped first,
 * and until they would have ended, new counts start at the highest dropped one instead of 0. Default 100,000.
 */
export function memoryCoordinator(
  options: { clock?: Clock; maximumEntries?: number; maximumCounts?: number } = {},
): Coordinator {
  const { clock = systemClock, maximumEntries = 5_000, maximumCounts = 100_000 } = options
  const published = new Map<string, { value: string; until: number }>()
  const leases = new Map<string, { until: number }>()

  /** Drops the values that are over, and then the oldest tenth if fewer than a tenth were over. */
  function makeRoom() {
    const now = clock.now()
    for (const [key, { until }] of published) if (until <= now) published.delete(key)
    const excess = published.size - Math.floor(maximumEntries * 0.9)
    for (const key of [...published.keys()].slice(0, Math.max(0, excess))) published.delete(key)
  }

  return {
    async read(key) {
      const entry = published.get(key)
      if (entry === undefined) return undefined
      if (entry.until > clock.now()) return entry.value
      published.delete(key)
      return undefined
    },
    async publish(key, value, ttlMs) {
      published.delete(key)
      if (published.size >= maximumEntries) makeRoom()
      published.set(key, { value, until: clock.now() + ttlMs })
    },
    async acquire(key, ttlMs) {
      const held = leases.get(key)
      if (held !== undefined && held.until > clock.now()) return undefined
      const lease = { until: clock.now() + ttlMs }
      leases.set(key, lease)
      return {
        async extend(longerMs) {
          const now = leases.get(key)
          if (now !== undefined && now !== lease && now.until > clock.now()) return false
          lease.until = clock.now() + longerMs
          leases.set(key, lease)
          return true
        },
        async release() {
          if (leases.get(key) === lease) leases.delete(key)
        },
      }
    },
    count: createMemoryCounts(clock, maximumCounts),
  }
}
