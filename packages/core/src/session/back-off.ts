import type { Clock } from '../base/clock.ts'
import { createRecent } from './recent.ts'

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 30_000
/** An API that asks for hours would keep sessions stale for hours, although it may be well again in minutes. */
const LONGEST_RETRY_AFTER_MS = 5 * 60_000

/** Who has to wait before asking the API again, by name. */
export interface BackOff {
  /** Milliseconds that are left to wait. */
  remainingMs(name: string): number
  /** Makes the next pause twice as long as the last one, and at least as long as the API requested. */
  failed(name: string, retryAfterSeconds?: number): void
  succeeded(name: string): void
}

/** Pauses of 1, 2, 4 … 30 seconds; of up to five minutes where the API asks for it. */
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
