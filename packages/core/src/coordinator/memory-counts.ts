import type { Clock } from '../base/clock.ts'
import type { Coordinator } from './coordinator.ts'

/**
 * Counts in the memory of one process, at most `maximum` of them. No count is ever lower than what was counted under its key,
 * however many other keys are counted: a count that is dropped sets a floor, at which every new count starts until the dropped
 * one would have ended. The lowest counts are dropped first, so the floor rises by one for about every `maximum` new counts.
 */
export function createMemoryCounts(clock: Clock, maximum: number): Coordinator['count'] {
  const counts = new Map<string, { total: number; until: number }>()
  let floor = { total: 0, until: Number.NEGATIVE_INFINITY }

  /** Drops the counts that are over, and then the lowest tenth if fewer than a tenth were over. */
  function makeRoom(now: number) {
    for (const [key, { until }] of counts) if (until <= now) counts.delete(key)
    const excess = counts.size - Math.floor(maximum * 0.9)
    if (excess <= 0) return
    const lowest = [...counts].sort(([, one], [, other]) => one.total - other.total).slice(0, excess)
    for (const [key, { total, until }] of lowest) {
      counts.delete(key)
      floor = { total: Math.max(floor.total, total), until: Math.max(floor.until, until) }
    }
  }

  return async (key, ttlMs, by = 1) => {
    const now = clock.now()
    if (floor.until <= now) floor.total = 0
    const known = counts.get(key)
    const isLive = known !== undefined && known.until > now
    const { total: before, until } = isLive ? known : { total: floor.total, until: now + ttlMs }
    const total = Math.max(0, before + by)
    if (total === 0) counts.delete(key)
    else if (isLive) known.total = total
    else if (by !== 0) {
      counts.delete(key)
      if (counts.size >= maximum) makeRoom(now)
      counts.set(key, { total, until })
    }
    return { total, remainingMs: until - now }
  }
}
