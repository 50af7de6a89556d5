import type { Clock } from '../clock.ts'
import { tooManyRequests } from '../http/failure.ts'
import { fingerprint } from '../secrets.ts'
import { changeDocument } from '../storage/documents.ts'
import type { EnvironmentStorage } from '../storage/storage.ts'

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
} as const

export type Budget = keyof typeof BUDGETS

export interface Limiter {
  readonly isOn: boolean
  /** Counts one use. Throws 429 with `Retry-After` when the budget of this subject is spent. */
  count(budget: Budget, subject: string): Promise<void>
  clear(): void
}

export function createLimiter(
  limits: 'off' | 'documented',
  clock: Clock,
  storage: EnvironmentStorage,
): Limiter {
  const uses = new Map<string, number[]>()

  async function change(key: string, how: (uses: number[]) => number[]): Promise<void> {
    if (storage.shared) {
      await changeDocument<number[]>(storage.db, `limit:${fingerprint(key)}`, (kept = []) => how(kept))
      return
    }
    if (uses.size > MOST_SUBJECTS) forgetPast(uses, clock.now())
    uses.set(key, how(uses.get(key) ?? []))
  }
  return {
    isOn: limits === 'documented',
    async count(budget, subject) {
      if (limits === 'off') return
      const { uses: allowed, spanMs } = BUDGETS[budget]
      const now = clock.now()
      await change(`${budget}:${subject.trim().toLowerCase()}`, (earlier) => {
        const recent = earlier.filter((at) => at > now - spanMs && at <= now)
        const oldest = recent[0]
        if (recent.length < allowed || oldest === undefined) return [...recent, now]
        throw tooManyRequests((oldest + spanMs - now) / SECOND_MS)
      })
    },
    clear: () => uses.clear(),
  }
}

const MOST_SUBJECTS = 10_000
const LONGEST_MS = Math.max(...Object.values(BUDGETS).map(({ spanMs }) => spanMs))

function forgetPast(uses: Map<string, number[]>, now: number): void {
  for (const [key, times] of uses) {
    if ((times.at(-1) ?? 0) <= now - LONGEST_MS) uses.delete(key)
  }
}
