import type { Clock } from '../base/clock.ts'
import { createRecent } from './recent.ts'

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 30_000
/**
 * If the API asks for a wait of hours, sessions would stay stale that long, although the API may recover in minutes.
 */
const LONGEST_RETRY_AFTER_MS = 5 * 60_000

/** Tracks, by name, how long to wait before calling the API again. */
export interface BackOff {
  /** The remaining wait in milliseconds. */
  remainingMs(name: string): number
  /** Doubles the previous pause. The new pause is at least as long as the API requested. */
  failed(name: string, retryAfterSeconds?: number): void
  succeeded(name: string): void
}

/** Pauses of 1, 2, 4 … 30 seconds, or up to five minutes if the API asks for it. */
export function createBackOff(clock: Clock, maximumEntries: number): BackOff {
  const pauses = createRecent<{ until: number; ms: number }>(maximumEntries)
  return {
    remainingMs: (name) => Math.max(0, (pauses.get(name)?.until ?? 0) - clock.now()),
    failed(name, retryAfterSeconds = 0) {
      const last = pauses.get(name)
      const ms = Math.min(last ? last.ms * 2 : FIRST_PAUSE_MS, LONGEST_PAUSE_MS)
      const requestedMs = Math.min(retryAfterSeconds * 1_000, LONGEST_RETRY_AFTER_MS)
      pauses.set(name, { until: clock.now() + Math.max(ms, requestedMs), ms })
    },
    succeeded: (name) => pauses.delete(name),
  }
}
