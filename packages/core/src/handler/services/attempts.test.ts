import { describe, expect, it } from 'vitest'
import { cryptography } from '../../base/cryptography.ts'
import { memoryCoordinator } from '../../coordinator/memory.ts'
import { ApiError, TransportError } from '../../errors/index.ts'
import { manualClock } from '../../testing/manual-clock.ts'
import type { HandlerEvent } from '../events/handler-event.ts'
import { RouteError } from '../failures/route-error.ts'
import { createAttempts } from './attempts.ts'

const MINUTE = 60_000

function attemptsWith() {
  const clock = manualClock(1_750_000_000_000)
  const events: HandlerEvent[] = []
  const coordinator = memoryCoordinator({ clock })
  const attempts = createAttempts({
    coordinator,
    cryptography: cryptography(),
    clock,
    emit: (event) => events.push(event),
  })
  return { clock, events, attempts }
}

const refusal = async (work: Promise<unknown>) => {
  try {
    return await work
  } catch (cause) {
    return cause instanceof RouteError ? cause.failure.error : cause
  }
}

const wrong = () => Promise.reject(new RouteError('invalid_one_time_code'))
const apiError = (status: number, code = 'invalid_one_time_code') =>
  Promise.reject(new ApiError(code as ApiError['code'], { status }))

/** How many of twelve guesses with this result are evaluated before the limit. */
async function evaluated(result: () => Promise<unknown>) {
  const { attempts } = attemptsWith()
  let count = 0
  for (let guess = 0; guess < 12; guess += 1)
    await refusal(
      attempts.guess('second-factor', 'user_1', () => {
        count += 1
        return result()
      }),
    )
  return count
}

describe('guesses', () => {
  it('A3: are refused after ten wrong ones, for the rest of ten minutes, and the operator is told', async () => {
    const { attempts, clock, events } = attemptsWith()
    const guess = (evaluate: () => Promise<unknown>) =>
      refusal(attempts.guess('second-factor', 'user_1', evaluate))
    for (let count = 0; count < 10; count += 1)
      expect(await guess(wrong)).toMatchObject({ code: 'invalid_one_time_code' })
    clock.advance(4 * MINUTE + 500)
    const refused = { code: 'too_many_attempts', retryAfterSeconds: 360 }
    expect(await guess(async () => 'correct')).toMatchObject(refused)
    expect(events).toEqual([
      { type: 'too_many_attempts', kind: 'second-factor', subject: 'user_1', retryAfterSeconds: 360 },
    ])
    clock.advance(6 * MINUTE)
    expect(await guess(async () => 'correct')).toBe('correct')
  })

  it('A3: are counted for a user in every spelling, and for each user and factor alone', async () => {
    const { attempts } = attemptsWith()
    for (let count = 0; count < 10; count += 1)
      await refusal(attempts.guess('second-factor', count % 2 ? 'Nadia@A.example' : 'nadia@a.example', wrong))
    const right = async () => 'correct'
    expect(await refusal(attempts.guess('second-factor', 'NADIA@a.example', right))).toMatchObject({
      code: 'too_many_attempts',
    })
    expect(await attempts.guess('second-factor', 'other@a.example', right)).toBe('correct')
    expect(await attempts.guess('current-password', 'nadia@a.example', right)).toBe('correct')
  })

  it('A3: are limited in parallel too', async () => {
    const { attempts } = attemptsWith()
    let evaluations = 0
    await Promise.all(
      Array.from({ length: 40 }, () =>
        refusal(
          attempts.guess('second-factor', 'user_1', async () => {
            evaluations += 1
            return wrong()
          }),
        ),
      ),
    )
    expect(evaluations).toBe(10)
  })

  it.each([
    ['a correct guess', async () => 'correct', 12],
    [
      'an outage of the network',
      () => Promise.reject(new TransportError('network', { outcome: 'unknown' })),
      12,
    ],
    ['an outage of the API', () => apiError(500), 12],
    ['a limit of the API', () => apiError(429), 12],
    ['an expired sign-in', () => apiError(400, 'invalid_pending_authentication_token'), 12],
    ['a sign-in of another user', () => apiError(400, 'user_mismatch'), 12],
    ['a wrong guess', wrong, 10],
    ['a wrong guess, according to the API', () => apiError(400), 10],
    ['an unknown error', () => Promise.reject(new RangeError('own')), 10],
  ])('A3: are counted only if they can have been wrong: %s', async (_, result, count) => {
    expect(await evaluated(result)).toBe(count)
  })
})

describe('messages', () => {
  it.each([
    ['text', 3],
    ['email-change', 5],
  ] as const)('of kind %s are sent %s times in ten minutes', async (kind, maximum) => {
    const { attempts, clock } = attemptsWith()
    const send = () => refusal(attempts.message(kind, 'user_1', async () => 'sent'))
    for (let count = 0; count < maximum; count += 1) expect(await send()).toBe('sent')
    clock.advance(9 * MINUTE + 59_100)
    expect(await send()).toMatchObject({ code: 'rate_limited', retryAfterSeconds: 1 })
    expect(await refusal(attempts.message(kind, 'user_2', async () => 'sent'))).toBe('sent')
    clock.advance(1_000)
    expect(await send()).toBe('sent')
  })

  it('of each kind have their own limit', async () => {
    const { attempts } = attemptsWith()
    for (let count = 0; count < 3; count += 1) await attempts.message('text', 'user_1', async () => 'sent')
    for (let count = 0; count < 5; count += 1)
      expect(await refusal(attempts.message('email-change', 'user_1', async () => 'sent'))).toBe('sent')
  })

  it.each([
    ['was refused', () => apiError(499), 9],
    ['may have been sent before an outage of the API', () => apiError(500), 3],
    ['may have been sent', () => Promise.reject(new TransportError('network', { outcome: 'unknown' })), 3],
    ['may have been sent before an error of our own', () => Promise.reject(new RangeError('own')), 3],
  ])('are counted unless the API refused them: one that %s', async (_, result, count) => {
    const { attempts } = attemptsWith()
    let sent = 0
    for (let attempt = 0; attempt < 9; attempt += 1)
      await refusal(
        attempts.message('text', 'user_1', () => {
          sent += 1
          return result()
        }),
      )
    expect(sent).toBe(count)
  })
})
