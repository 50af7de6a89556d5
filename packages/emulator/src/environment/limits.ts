import type { Clock } from '../clock.ts'
import { tooManyRequests } from '../http/failure.ts'
import { fingerprint } from '../secrets.ts'
import type { EnvironmentStorage } from '../storage/storage.ts'
import { databaseLedger, memoryLedger } from './ledger.ts'
import type { Allowance, Spending } from './sliding-window.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS

/**
 * Uses in a span of the environment's time. The documented ones, and three that keep a stranger from
 * filling mailboxes or guessing at many accounts: per mail address, and per network of the caller.
 */
const BUDGETS = {
  request: { uses: 6000, spanMs: MINUTE_MS },
  read: { uses: 1000, spanMs: 10 * SECOND_MS },
  write: { uses: 500, spanMs: 10 * SECOND_MS },
  authenticate: { uses: 10, spanMs: MINUTE_MS },
  magic_auth: { uses: 3, spanMs: MINUTE_MS },
  email_verification: { uses: 3, spanMs: MINUTE_MS },
  password_reset: { uses: 3, spanMs: MINUTE_MS },
  organization_delete: { uses: 50, spanMs: MINUTE_MS },
  mail: { uses: 5, spanMs: 10 * MINUTE_MS },
  network: { uses: 100, spanMs: MINUTE_MS },
} as const satisfies Record<string, Allowance>

export type Budget = keyof typeof BUDGETS

export interface Limiter {
  readonly isOn: boolean
  /** Counts one use. Throws 429 with `Retry-After` when the budget of this subject is spent. */
  count(budget: Budget, subject: string): Promise<void>
  clear(): void
}

/** Those who wait for a count to end are counted together in the next one. */
interface Batch {
  wanted: number
  outcome: Promise<Spending>
}

export function createLimiter(
  limits: 'off' | 'documented',
  clock: Clock,
  storage: EnvironmentStorage,
): Limiter {
  const ledger = storage.shared ? databaseLedger(storage.db, clock) : memoryLedger(clock)
  /** By subject: the batch that can still be joined, and the one that runs. */
  const open = new Map<string, Batch>()
  const running = new Map<string, Promise<unknown>>()

  function join(budget: Budget, subject: string): Batch {
    const joined = open.get(subject)
    if (joined !== undefined) return joined
    const earlier = running.get(subject) ?? Promise.resolve()
    const batch: Batch = {
      wanted: 0,
      outcome: earlier
        .catch(() => {})
        .then(() => {
          open.delete(subject)
          return ledger.take(subject, BUDGETS[budget], batch.wanted)
        })
        .finally(() => {
          if (running.get(subject) === batch.outcome) running.delete(subject)
        }),
    }
    open.set(subject, batch)
    running.set(subject, batch.outcome)
    return batch
  }

  return {
    isOn: limits === 'documented',
    async count(budget, subject) {
      if (limits === 'off') return
      const batch = join(budget, fingerprint(`${budget}:${subject.trim().toLowerCase()}`))
      const place = batch.wanted++
      const { granted, freeInMs } = await batch.outcome
      if (place >= granted) throw tooManyRequests(freeInMs / SECOND_MS)
    },
    clear: () => ledger.clear(),
  }
}
