import { startTimer } from '../../base/clock.ts'
import { TransportError } from '../../errors/index.ts'
import type { Api } from './api.ts'
import { attempt } from './attempt.ts'
import type { Call, CallOptions } from './call.ts'
import { type Outgoing, prepare } from './outgoing.ts'
import { retryDelayMs } from './retry.ts'

/**
 * Sends one call, including its retries, within one total time limit.
 *
 * Fails with `ApiError`, {@link TransportError}, or `ConfigError` for arguments that must not be sent. When the
 * limit passes or the caller's signal fires, the promise rejects immediately, even if the transport ignores the signal.
 */
export function request<T>(api: Api, call: Call<T>, options: CallOptions = {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const { signal } = options
    if (signal?.aborted) throw new TransportError('aborted', { outcome: 'not_sent' })
    const controller = new AbortController()
    const outgoing = prepare(api, call, options, controller.signal)
    const deadline = api.clock.now() + outgoing.timeoutMs
    let mayHaveArrived = false
    let cancelPause: (() => void) | undefined

    const finish = () => {
      cancelTimer()
      signal?.removeEventListener('abort', abort)
    }
    const stop = (code: 'timeout' | 'aborted') => {
      finish()
      cancelPause?.()
      reject(new TransportError(code, { outcome: mayHaveArrived ? 'unknown' : 'not_sent' }))
      controller.abort()
    }
    const abort = () => stop('aborted')
    const cancelTimer = startTimer(api.clock, outgoing.timeoutMs, () => stop('timeout'))
    signal?.addEventListener('abort', abort, { once: true })

    const succeed = (value: T) => {
      finish()
      resolve(value)
    }
    const tryOnce = (tries: number) => {
      const arrivedBefore = mayHaveArrived
      mayHaveArrived = true
      attempt(api, call, outgoing, tries).then(succeed, (error) => {
        if (controller.signal.aborted) return
        if (wasNotSent(error)) mayHaveArrived = arrivedBefore
        const waitMs = delayBeforeNext(api, outgoing, error, tries, deadline)
        if (waitMs === undefined) {
          finish()
          return reject(error)
        }
        // The timer starts before the report, so that a listener that aborts the call also cancels the timer.
        cancelPause = startTimer(api.clock, waitMs, () => tryOnce(tries + 1))
        outgoing.report?.({ type: 'retry', attempt: tries, waitMs })
      })
    }
    tryOnce(0)
  })
}

function delayBeforeNext(api: Api, outgoing: Outgoing, error: unknown, tries: number, deadline: number) {
  return retryDelayMs({
    error,
    attempt: tries,
    maxRetries: api.maxRetries,
    repeatable: outgoing.repeatable,
    resendWhenLost: outgoing.resendWhenLost,
    remainingMs: deadline - api.clock.now(),
    random: randomFraction(),
  })
}

function wasNotSent(error: unknown): boolean {
  return error instanceof TransportError && error.outcome === 'not_sent'
}

function randomFraction(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] as number) / 2 ** 32
}
