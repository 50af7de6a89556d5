import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { ApiError, ConfigError, SessionError, TransportError } from './index.ts'

describe('errors', () => {
  it('are instances of Error, with a name, a literal code, a message and a cause', () => {
    const cause = new Error('below')
    const errors = [
      new ApiError('invalid_grant', { status: 400 }, { cause }),
      new TransportError('network', {}, { cause }),
      new SessionError('session_expired', undefined, { cause }),
      new ConfigError('api_key_missing', 'There is no API key.', { cause }),
    ]
    expect(errors.map(({ name, code }) => [name, code])).toEqual([
      ['ApiError', 'invalid_grant'],
      ['TransportError', 'network'],
      ['SessionError', 'session_expired'],
      ['ConfigError', 'api_key_missing'],
    ])
    for (const error of errors) {
      expect(error).toBeInstanceOf(Error)
      expect(error.message).not.toBe('')
      expect(error.cause).toBe(cause)
    }
  })

  it.each([
    [400, false],
    [401, false],
    [404, false],
    [408, true],
    [422, false],
    [429, true],
    [500, true],
    [501, false],
    [503, true],
  ])('report whether a %i is retryable', (status, retryable) => {
    expect(new ApiError('unrecognized', { status }).retryable).toBe(retryable)
    expect(new TransportError('invalid_response', { status }).retryable).toBe(retryable)
  })

  it('report that a broken connection is retryable, but an abort or a redirect is not', () => {
    const retryable = (['network', 'timeout', 'aborted', 'redirected', 'response_too_large'] as const).filter(
      (code) => new TransportError(code).retryable,
    )
    expect(retryable).toEqual(['network', 'timeout'])
  })

  it('name the invalid field, but never its value', () => {
    expect(new TransportError('invalid_response', { status: 200, field: 'user.id' }).message).toBe(
      'The response is not from the API (check baseUrl and proxies) (200): user.id is missing or has the wrong type',
    )
  })

  it('G1 keep the response body out of logs', () => {
    const error = new ApiError('mfa_challenge', {
      status: 403,
      body: { pending_authentication_token: 'secret' },
    })
    expect(error.body).toEqual({ pending_authentication_token: 'secret' })
    const shown = inspect(error, { showHidden: true, depth: 9 }) + JSON.stringify(error) + Object.keys(error)
    expect(shown).not.toContain('secret')
    expect({ ...error }).not.toHaveProperty('body')
  })
})
