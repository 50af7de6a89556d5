import type { Clock } from '../base/clock.ts'
import { tooManyRequests } from '../base/failure.ts'
import { fingerprint } from '../base/secrets.ts'
import { emailKey } from '../contract/email-address.ts'
import type { EnvironmentStorage } from '../storage/storage.ts'
import { databaseCounter, memoryCounter } from './rate-limit-counter.ts'
import type { Allowance, Spending } from './sliding-window.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS

/**
 * The allowed uses per period of the environment's time. In addition to the documented limits, three limits stop strangers
 * from filling mailboxes or guessing the passwords of many accounts: per email address, per user who changes their email
 * address, and per network of the caller.
 */
const LIMITS = {
  request: { uses: 6000, spanMs: MINUTE_MS },
  read: { uses: 1000, spanMs: 10 * SECOND_MS },
  write: { uses: 500, spanMs: 10 * SECOND_MS },
  authenticate: { uses: 10, spanMs: MINUTE_MS },
  magic_auth: { uses: 3, spanMs: MINUTE_MS },
  email_verification: { uses: 3, spanMs: MINUTE_MS },
  password_reset: { uses: 3, spanMs: MINUTE_MS },
  organization_delete: { uses: 50, spanMs: MINUTE_MS },
  email: { uses: 5, spanMs: 10 * MINUTE_MS },
  email_change: { uses: 5, spanMs: 10 * MINUTE_MS },
  network: { uses: 100, spanMs: MINUTE_MS },
} as const satisfies Record<string, Allowance>

/**
 * The allowed wrong guesses of six-digit codes, per user. They apply whether limits are on or off: requesting a new code or
 * challenge, or starting another sign-in, gives no extra guesses.
 */
const GUESSES = {
  mailed_code: { uses: 10, spanMs: 10 * MINUTE_MS },
  second_factor: { uses: 10, spanMs: 10 * MINUTE_MS },
} as const satisfies Record<string, Allowance>

const BUDGETS = { ...LIMITS, ...GUESSES }

export type Budget = keyof typeof LIMITS
export type GuessBudget = keyof typeof GUESSES

export interface Limiter {
  readonly isOn: boolean
  /** Counts one use. Throws 429 with `Retry-After` if the subject has reached its limit. */
  count(budget: Budget, subject: string): Promise<void>
  /** Takes one guess of a user before it is compared. Returns false if none is left. */
  spendGuess(budget: GuessBudget, userId: string): Promise<boolean>
  /** Returns the last guess, because it was correct. */
  returnGuess(budget: GuessBudget, userId: string): Promise<void>
  clear(): void
}

/** Uses that arrive while a count is running are counted together in the next one. */
interface Batch {
  requested: number
  outcome: Promise<Spending>
}

export function createLimiter(
  limits: 'off' | 'documented',
  clock: Clock,
  storage: EnvironmentStorage,
): Limiter {
  const counter = storage.shared ? databaseCounter(storage, clock) : memoryCounter(clock)
  // Guesses are counted across restarts too, if the codes survive one.
  const guesses = storage.ephemeral ? counter : databaseCounter(storage, clock)
  const counterOf = (budget: keyof typeof BUDGETS) => (budget in GUESSES ? guesses : counter)
  /** By subject: the batch that can still be joined, and the one that is running. */
  const open = new Map<string, Batch>()
  const running = new Map<string, Promise<unknown>>()

  function join(budget: keyof typeof BUDGETS, subject: string): Batch {
    const joined = open.get(subject)
    if (joined !== undefined) return joined
    const earlier = running.get(subject) ?? Promise.resolve()
    const batch: Batch = {
      requested: 0,
      outcome: earlier
        .catch(() => {})
        .then(() => {
          open.delete(subject)
          return counterOf(budget).spend(subject, BUDGETS[budget], batch.requested)
        })
        .finally(() => {
          if (running.get(subject) === batch.outcome) running.delete(subject)
        }),
    }
    open.set(subject, batch)
    running.set(subject, batch.outcome)
    return batch
  }

  /** Takes one use. Returns undefined if it was allowed, or else the time when the next one will be. */
  async function spend(budget: keyof typeof BUDGETS, subject: string): Promise<number | undefined> {
    const batch = join(budget, keyOf(budget, subject))
    const place = batch.requested++
    const { granted, freeInMs } = await batch.outcome
    return place < granted ? undefined : freeInMs
  }

  return {
    isOn: limits === 'documented',
    async count(budget, subject) {
      if (limits === 'off') return
      const freeInMs = await spend(budget, subject)
      if (freeInMs !== undefined) throw tooManyRequests(freeInMs / SECOND_MS)
    },
    spendGuess: async (budget, userId) => (await spend(budget, userId)) === undefined,
    returnGuess: (budget, userId) => guesses.giveBack(keyOf(budget, userId)),
    clear: () => counter.clear(),
  }
}

/** Subjects are user ids, networks and email addresses. All spellings of an email address count as one. */
function keyOf(budget: keyof typeof BUDGETS, subject: string): string {
  return fingerprint(`${budget}:${emailKey(subject)}`)
}
