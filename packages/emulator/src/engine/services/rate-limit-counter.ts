import type { Clock } from '../base/clock.ts'
import { fromJson, toJson } from '../storage/json.ts'
import { deleteExpiredLimits, findLimit, writeLimit } from '../storage/rate-limit-store.ts'
import type { Db, EnvironmentStorage } from '../storage/storage.ts'
import { type Allowance, type Burst, giveBack, type Spending, spend } from './sliding-window.ts'

/** Counts the uses per subject. */
export interface RateLimitCounter {
  /** Takes up to the requested number of uses for a subject. */
  spend(subject: string, allowance: Allowance, requested: number): Promise<Spending>
  /** Returns the use that was taken last. */
  giveBack(subject: string): Promise<void>
  clear(): void
}

const MOST_SUBJECTS = 10_000

/** Counts in one process. */
export function memoryCounter(clock: Clock): RateLimitCounter {
  const bySubject = new Map<string, { bursts: Burst[]; expiresAt: number }>()
  function forgetExpired(): void {
    for (const [subject, { expiresAt }] of bySubject) if (expiresAt <= clock.now()) bySubject.delete(subject)
  }
  return {
    async spend(subject, allowance, requested) {
      if (bySubject.size > MOST_SUBJECTS) forgetExpired()
      const spending = spend(bySubject.get(subject)?.bursts ?? [], clock.now(), allowance, requested)
      bySubject.set(subject, { bursts: spending.bursts, expiresAt: expiry(spending, allowance) })
      return spending
    },
    async giveBack(subject) {
      const entry = bySubject.get(subject)
      if (entry !== undefined) entry.bursts = giveBack(entry.bursts)
    },
    clear: () => bySubject.clear(),
  }
}

const PURGE_EVERY = 1000

/**
 * Counts across several nodes, in their database. A row is written only if it has not changed since it was read, and otherwise
 * read again, so that no use is counted twice or lost. Uses are counted outside of units of work, so that a refused request
 * counts and no other request waits for this one.
 */
export function databaseCounter({ db, apart }: EnvironmentStorage, clock: Clock): RateLimitCounter {
  let written = 0

  async function write(
    through: Db,
    subject: string,
    earlier: string | undefined,
    bursts: string,
    expires_at: number,
  ) {
    if (++written % PURGE_EVERY === 0) await deleteExpiredLimits(apart, clock.now())
    return writeLimit(through, { subject, bursts, expires_at }, earlier)
  }

  return {
    async spend(subject, allowance, requested) {
      for (;;) {
        const row = await findLimit(apart, subject)
        const earlier = row === undefined ? [] : fromJson<Burst[]>(row.bursts)
        const spending = spend(earlier, clock.now(), allowance, requested)
        if (spending.granted === 0) return spending
        const bursts = toJson(spending.bursts)
        if (await write(apart, subject, row?.bursts, bursts, expiry(spending, allowance))) return spending
      }
    },
    async giveBack(subject) {
      for (;;) {
        const row = await findLimit(db, subject)
        if (row === undefined) return
        const bursts = toJson(giveBack(fromJson<Burst[]>(row.bursts)))
        if (await write(db, subject, row.bursts, bursts, row.expires_at)) return
      }
    },
    // A reset empties this table together with all others.
    clear() {},
  }
}

function expiry({ bursts }: Spending, { spanMs }: Allowance): number {
  return (bursts.at(-1)?.last ?? 0) + spanMs
}
