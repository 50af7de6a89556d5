import type { Clock } from '../../base/clock.ts'
import type { Cryptography } from '../../base/cryptography.ts'
import type { Coordinator } from '../../coordinator/coordinator.ts'
import { withLocalFallback } from '../../coordinator/local-fallback.ts'
import type { ApiErrorCode } from '../../errors/index.ts'
import { ApiError, TransportError } from '../../errors/index.ts'
import type { AttemptKind, HandlerEvent } from '../events/handler-event.ts'
import { flowFailure } from '../failures/flow-failure.ts'
import { RouteError } from '../failures/route-error.ts'

/**
 * Limits wrong guesses per user. The coordinator keeps the count, so a new challenge, sign-in, browser, network address
 * or instance does not reset it.
 *
 * Only for guesses after a first factor: a password or a session. Before that, anyone could use up a user's attempts
 * and lock the user out. There the API's own limits apply, one for each emailed code.
 */
export interface Attempts {
  /**
   * Evaluates one guess.
   *
   * @param subject The user, by id or by email address.
   * @throws {RouteError} `too_many_attempts`, without evaluating the guess, after too many wrong ones. Until the window
   *   ends, a correct guess is refused too.
   */
  guess<T>(kind: AttemptKind, subject: string, evaluate: () => Promise<T>): Promise<T>
  /**
   * Sends one message to an address or number that the user entered. A text message costs money and may be sent to any
   * number. This limit is checked first, because the API's own limit on emails could reveal which addresses have an
   * account.
   *
   * @param userId The user who requested the message.
   * @throws {RouteError} `rate_limited`, without sending, after too many in ten minutes.
   */
  message<T>(kind: MessageKind, userId: string, send: () => Promise<T>): Promise<T>
}

/** A window begins with its first wrong guess. Any ten minutes overlap at most two windows, so the maximum is 20. */
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
  // While the shared count is unavailable, each process counts on its own.
  const counted = withLocalFallback(coordinator, clock)

  async function counterOf(kind: string, subject: string) {
    const digest = await cryptography.digest(`${kind} ${subject.toLowerCase()}`)
    return (by: number) => counted.count(`attempts:${digest}`, WINDOW_MS, by)
  }

  return {
    async guess(kind, subject, evaluate) {
      const count = await counterOf(kind, subject)
      // Counted before the guess is evaluated, so that parallel guesses cannot all pass the limit.
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
        // The message may have been sent although the response was lost.
        if (cause instanceof ApiError && cause.status < 500) await count(-1)
        throw cause
      }
    },
  }
}

const secondsOf = (remainingMs: number) => Math.max(1, Math.ceil(remainingMs / 1000))

/** Error codes of the API that do not depend on the guess. */
const NOT_EVALUATED: ReadonlySet<ApiErrorCode> = new Set([
  'invalid_pending_authentication_token',
  'user_mismatch',
])

/** Whether a failure means that the guess was wrong. An unknown failure counts as a wrong guess. */
function wasEvaluated(cause: unknown): boolean {
  if (cause instanceof TransportError) return false
  if (!(cause instanceof ApiError)) return true
  return cause.status < 500 && cause.status !== 429 && !NOT_EVALUATED.has(cause.code)
}
