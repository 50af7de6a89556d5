import { TransportError } from '../errors/index.ts'
import type { Api } from './api.ts'
import { attempt } from './attempt.ts'
import type { Call, CallOptions } from './call.ts'
import { startTimer } from './clock.ts'
import { type Outgoing, prepare } from './outgoing.ts'
import { retryDelayMs } from './retry.ts'

/**
 * Does one call, with its retries, inside one total time limit.
 *
 * Fails with `ApiError`, {@link TransportError}, or `ConfigError` for arguments that must not be sent. When the
 * limit passes or the caller's signal fires, the promise rejects at once, even if the transport does not listen.
 */
export function request<T>(api: Api, call: Call<T>, options: CallOptions = {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const { signal } = options
    if (signal?.aborted) throw new TransportError('aborted', { outcome: 'not_sent' })
    const outgoing = prepare(api, call, options)
    const running: Running = { controller: new AbortController(), sent: false, cancelPause: undefined }

    const stop = (code: 'timeout' | 'aborted') => {
      finish()
      running.cancelPause?.()
      reject(new TransportError(code, { outcome: running.sent ? 'unknown' : 'not_sent' }))
      running.controller.abort()
    }
    const abort = () => stop('aborted')
    const cancelTimer = startTimer(api.clock, outgoing.timeoutMs, () => stop('timeout'))
    const finish = () => {
      cancelTimer()
      signal?.removeEventListener('abort', abort)
    }
    signal?.addEventListener('abort', abort, { once: true })

    run(api, call, outgoing, running).then(
      (value) => {
        finish()
        resolve(value)
      },
      (error) => {
        finish()
        reject(error)
      },
    )
  })
}

/** What stopping a call has to know about it. */
interface Running {
  controller: AbortController
  /** Whether a try has begun that may have arrived. */
  sent: boolean
  cancelPause: (() => void) | undefined
}

async function run<T>(api: Api, call: Call<T>, outgoing: Outgoing, running: Running): Promise<T> {
  const deadline = api.clock.now() + outgoing.timeoutMs
  for (let tries = 0; ; tries++) {
    const sentBefore = running.sent
    running.sent = true
    try {
      return await attempt(api, call, outgoing, tries, running.controller.signal)
    } catch (error) {
      if (error instanceof TransportError && error.outcome === 'not_sent') running.sent = sentBefore
      const waitMs = retryDelayMs({
        error,
        attempt: tries,
        maxRetries: api.maxRetries,
        repeatable: outgoing.repeatable,
        remainingMs: deadline - api.clock.now(),
        random: randomFraction(),
      })
      if (waitMs === undefined || running.controller.signal.aborted) throw error
      outgoing.report?.({ type: 'retry', attempt: tries, waitMs })
      await pause(api, waitMs, running)
    }
  }
}

function pause(api: Api, ms: number, running: Running): Promise<void> {
  return new Promise((resolve) => {
    running.cancelPause = startTimer(api.clock, ms, resolve)
  })
}

function randomFraction(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] as number) / 2 ** 32
}
