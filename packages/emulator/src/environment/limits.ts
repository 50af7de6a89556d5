import type { Clock } from '../clock.ts'
import { tooManyRequests } from '../http/failure.ts'

/** The documented limits per minute, on the environment's clock. */
const PER_MINUTE = { authenticate: 10, magic_auth: 3, email_verification: 3, password_reset: 3 } as const

export interface Limiter {
  /** Counts one use. Throws 429 with `Retry-After` when the minute's budget of this subject is spent. */
  count(kind: keyof typeof PER_MINUTE, subject: string): void
  clear(): void
}

const WINDOW_MS = 60_000

export function createLimiter(limits: 'off' | 'documented', clock: Clock): Limiter {
  const uses = new Map<string, number[]>()
  return {
    count(kind, subject) {
      if (limits === 'off') return
      const key = `${kind}:${subject.trim().toLowerCase()}`
      const now = clock.now()
      const recent = (uses.get(key) ?? []).filter((at) => at > now - WINDOW_MS && at <= now)
      const oldest = recent[0]
      if (recent.length >= PER_MINUTE[kind] && oldest !== undefined) {
        throw tooManyRequests((oldest + WINDOW_MS - now) / 1000)
      }
      uses.set(key, [...recent, now])
    },
    clear: () => uses.clear(),
  }
}
