import type { Clock } from '../../base/clock.ts'
import type { Cryptography } from '../../base/cryptography.ts'
import type { Coordinator } from '../../coordinator/coordinator.ts'
import { withLocalFallback } from '../../coordinator/local-fallback.ts'
import { ApiError, TransportError } from '../../errors/index.ts'
import type { AttemptKind, HandlerEvent } from '../events/handler-event.ts'
import { flowFailure } from '../failures/flow-failure.ts'
import { RouteError } from '../failures/route-error.ts'

/**
 * Bounds wrong guesses by the user they are about. The count is the coordinator's: no new challenge, sign-in, browser,
 * network address or instance starts it again.
 *
 * Only for what comes after a first proof, a password or a session. Before it anyone could use up the budget of a user
 * and lock the user out; there the limits of the API apply, one for each emailed code.
 */
export interface Attempts {
  /**
   * Makes one guess.
   *
   * @param subject The user, by id or by email address.
   * @throws {RouteError} `too_many_attempts`, without guessing, after too many wrong ones. Until the window ends a right
   *   guess is refused like a wrong one.
   */
  guess<T>(kind: AttemptKind, subject: string, evaluate: () => Promise<T>): Promise<T>
  /**
   * Sends one message to where a user says. A text message costs money and may go to any number. That the API itself
   * limits emails must not show which of the addresses have an account, so the limit here comes first.
   *
   * @param userId Whose message it is.
   * @throws {RouteError} `rate_limited`, without sending, after too many in ten minutes.
   */
  message<T>(kind: MessageKind, userId: string, send: () => Promise<T>): Promise<T>
}

/** A window begins with its first wrong guess. Two of them touch any ten minutes, so 20 is the most in those. */
const MAXIMUM_WRONG = 10
const WINDOW_MS = 10 * 60_000
const MAXIMUM_MESSAGES = { text: 3, 'email-change': 5 }
type MessageKind = keyof typeof MAXIMUM_MESSAGES

export function createAttempts(options: {
  coordinator: Coordinator
  cryptography: Cryptography
  clock: Clock
  emit: (event: HandlerEvent) => void
}): Attempts {
  const { coordinator, cryptography, clock, emit } = options
  // While the shared count is unavailable, each process still counts alone.
  const counted = withLocalFallback(coordinator, clock)

  async function counterOf(kind: string, subject: string) {
    const digest = await cryptography.digest(`${kind} ${subject.toLowerCase()}`)
    return (by: number) => counted.count(`attempts:${digest}`, WINDOW_MS, by)
  }

  return {
    async guess(kind, subject, evaluate) {
      const count = await counterOf(kind, subject)
      // Counted before it is known whether it is wrong: guesses made at once must not all see room for one.
      const { total, remainingMs } = await count(1)
      if (total > MAXIMUM_WRONG) {
        const retryAfterSeconds = secondsOf(remainingMs)
        emit({ type: 'too_many_attempts', kind, subject, retryAfterSeconds })
        throw new RouteError(flowFailure('too_many_attempts', { retryAfterSeconds }))
      }
      try {
        const result = await evaluate()
        await count(-1)
        return result
      } catch (cause) {
        if (!wasEvaluated(cause)) await count(-1)
        throw cause
      }
    },
    async message(kind, userId, send) {
      const count = await counterOf(`message ${kind}`, userId)
      const { total, remainingMs } = await count(1)
      if (total > MAXIMUM_MESSAGES[kind])
        throw new RouteError(flowFailure('rate_limited', { retryAfterSeconds: secondsOf(remainingMs) }))
      try {
        return await send()
      } catch (cause) {
        // A message may be on its way although its response was lost.
        if (cause instanceof ApiError && cause.status < 500) await count(-1)
        throw cause
      }
    },
  }
}

const secondsOf = (remainingMs: number) => Math.max(1, Math.ceil(remainingMs / 1000))

/** Refusals of the API that say nothing about the guess. */
const NOT_EVALUATED = new Set(['invalid_pending_authentication_token', 'user_mismatch'])

/** Whether a failure was a wrong guess. A failure of an unknown kind counts as one. */
function wasEvaluated(cause: unknown): boolean {
  if (cause instanceof TransportError) return false
  if (!(cause instanceof ApiError)) return true
  return cause.status < 500 && cause.status !== 429 && !NOT_EVALUATED.has(cause.code)
}
