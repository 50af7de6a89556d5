import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ApiError, TransportError, type TransportErrorCode } from '../../errors/index.ts'
import { type FailedTry, retryDelayMs } from './retry.ts'

const unavailable = (retryAfterSeconds?: number) =>
  new ApiError('server_error', { status: 503, retryAfterSeconds })

const delay = (failed: Partial<FailedTry>) =>
  retryDelayMs({
    error: unavailable(),
    attempt: 0,
    maxRetries: 2,
    repeatable: true,
    remainingMs: 10_000,
    random: 0.5,
    ...failed,
  })

describe('a retry', () => {
  it.each([408, 429, 500, 502, 503, 504])('C8 is sent after a %i', (status) => {
    expect(delay({ error: new ApiError('server_error', { status }) })).toBe(250)
    expect(delay({ error: new TransportError('invalid_response', { status }) })).toBe(250)
  })

  it.each([400, 401, 403, 404, 409, 422, 501])('C8 is not sent after a %i', (status) => {
    expect(delay({ error: new ApiError('unrecognized', { status }) })).toBeUndefined()
  })

  it('C8 is sent after a broken connection, but not after an abort, a redirect or an invalid response', () => {
    expect(delay({ error: new TransportError('network') })).toBe(250)
    const final: TransportErrorCode[] = [
      'aborted',
      'timeout',
      'redirected',
      'response_too_large',
      'invalid_response',
    ]
    for (const code of final) expect(delay({ error: new TransportError(code) })).toBeUndefined()
    expect(delay({ error: new Error('a bug') })).toBeUndefined()
  })

  it('C8 is sent at most twice', () => {
    expect(delay({ attempt: 1 })).toBe(500)
    expect(delay({ attempt: 2 })).toBeUndefined()
    expect(delay({ maxRetries: 0 })).toBeUndefined()
  })

  it('C10 is sent for a one-time call only if the API provably did not receive it', () => {
    expect(delay({ repeatable: false })).toBeUndefined()
    expect(delay({ repeatable: false, error: new TransportError('network') })).toBeUndefined()
    const neverSent = new TransportError('network', { outcome: 'not_sent' })
    expect(delay({ repeatable: false, error: neverSent })).toBe(250)
  })

  it.each([
    ['a broken connection', new TransportError('network')],
    ['a truncated body', new TransportError('invalid_response', { status: 200 })],
    ['a body that is too large', new TransportError('response_too_large', { status: 200 })],
    ['a gateway that received no response', new TransportError('invalid_response', { status: 502 })],
    ['a gateway timeout', new TransportError('invalid_response', { status: 504 })],
  ])('R6: is sent immediately if the response was lost because of %s', (_how, error) => {
    const once = { repeatable: false, resendWhenLost: true, error }
    expect(delay(once)).toBe(0)
    expect(delay({ ...once, attempt: 1 })).toBe(0)
    expect(delay({ ...once, attempt: 2 })).toBeUndefined()
    expect(delay({ ...once, remainingMs: 1_501 })).toBe(0)
    expect(delay({ ...once, remainingMs: 1_500 })).toBeUndefined()
    expect(delay({ ...once, resendWhenLost: false })).toBeUndefined()
  })

  it.each([
    ['refuses the token', new ApiError('invalid_grant', { status: 400 })],
    ['reports an outage', unavailable()],
    ['requests a wait', new TransportError('invalid_response', { status: 502, retryAfterSeconds: 5 })],
    ['comes from a firewall', new TransportError('invalid_response', { status: 403 })],
    ['redirects', new TransportError('redirected', { status: 302 })],
    ['takes too long', new TransportError('timeout')],
    ['was aborted', new TransportError('aborted')],
  ])('R6: is not sent immediately after a response that %s', (_how, error) => {
    expect(delay({ repeatable: false, resendWhenLost: true, error })).toBeUndefined()
  })

  it('C11 waits as long as the API requests, up to a minute and within the time limit', () => {
    expect(delay({ error: unavailable(3) })).toBe(3_000)
    expect(delay({ error: unavailable(0) })).toBe(0)
    expect(delay({ error: unavailable(30) })).toBeUndefined()
    expect(delay({ error: unavailable(80_000), remainingMs: 100_000 })).toBe(60_000)
  })

  it('C8 C11 never waits past the time limit, and never for a negative time', () => {
    const anyTry = fc.record({
      attempt: fc.nat(10),
      maxRetries: fc.nat(10),
      remainingMs: fc.double({ noNaN: true, min: -10, max: 1e6 }),
      random: fc.double({ noNaN: true, min: 0, max: 1, maxExcluded: true }),
      error: fc
        .option(fc.double({ noNaN: true, min: 0, max: 86_400 }))
        .map((s) => unavailable(s ?? undefined)),
    })
    fc.assert(
      fc.property(anyTry, (failed) => {
        const wait = delay(failed)
        if (wait === undefined) return
        expect(wait).toBeGreaterThanOrEqual(0)
        expect(wait).toBeLessThanOrEqual(60_000)
        expect(wait).toBeLessThan(failed.remainingMs)
      }),
    )
  })
})
