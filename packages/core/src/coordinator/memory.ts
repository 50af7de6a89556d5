import type { Clock } from '../base/clock.ts'
import { systemClock } from '../base/clock.ts'
import type { Coordinator } from './coordinator.ts'

/**
 * Coordinates the requests of one process. Sufficient for a single instance.
 *
 * @param options.maximumEntries The maximum number of published values, and of counts, to keep. The oldest are dropped first.
 * Default 5000.
 */
export function memoryCoordinator(options: { clock?: Clock; maximumEntries?: number } = {}): Coordinator {
  const { clock = systemClock, maximumEntries = 5_000 } = options
  const published = new Map<string, { value: string; until: number }>()
  const leases = new Map<string, { until: number }>()
  const counts = new Map<string, { total: number; until: number }>()

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
      if (published.size >= maximumEntries) published.delete(published.keys().next().value as string)
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
    async count(key, ttlMs, by = 1) {
      const now = clock.now()
      const known = counts.get(key)
      const isLive = known !== undefined && known.until > now
      const count = isLive ? known : { total: 0, until: now + ttlMs }
      count.total = Math.max(0, count.total + by)
      if (!isLive) {
        counts.delete(key)
        if (counts.size >= maximumEntries) counts.delete(counts.keys().next().value as string)
        counts.set(key, count)
      }
      return { total: count.total, remainingMs: count.until - now }
    },
  }
}
