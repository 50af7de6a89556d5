import { describe, expect, it } from 'vitest'
import type { Auth } from '../../session/auth.ts'
import { challengeFor } from './challenge.ts'

const caller = (isBearer: boolean) => (auth: object) => ({ isBearer, ...auth }) as Auth
const bearer = caller(true)
const browser = caller(false)

describe('the WWW-Authenticate header of a refusal', () => {
  it.each([
    ['an expired token', { status: 'signed-out', reason: 'expired' }, 'The access token has expired'],
    ['an invalid token', { status: 'signed-out', reason: 'invalid' }, 'The access token is not valid'],
    ['a revoked session', { status: 'signed-out', reason: 'revoked' }, 'The access token is not valid'],
  ])('RFC 6750: names the reason for %s', (_, auth, description) => {
    expect(challengeFor(bearer(auth), 'reauthentication_required')).toEqual({
      'www-authenticate': `Bearer error="invalid_token", error_description="${description}"`,
    })
  })

  it.each(['forbidden', 'organization_required', 'impersonation_not_allowed', 'role_not_allowed'])(
    'RFC 6750: asks for more scope after %s',
    (code) => {
      expect(challengeFor(bearer({ status: 'signed-in' }), code)).toEqual({
        'www-authenticate': 'Bearer error="insufficient_scope"',
      })
    },
  )

  it('RFC 9470: asks for a fresh sign-in', () => {
    expect(challengeFor(bearer({ status: 'signed-in' }), 'reauthentication_required')).toEqual({
      'www-authenticate': 'Bearer error="insufficient_user_authentication"',
    })
  })

  it('is absent for cookies, while the token cannot be checked, and for errors that are not about access', () => {
    expect(challengeFor(browser({ status: 'signed-out', reason: 'none' }), 'signed_out')).toBeUndefined()
    expect(challengeFor(browser({ status: 'signed-in' }), 'forbidden')).toBeUndefined()
    expect(challengeFor(bearer({ status: 'stale' }), 'reauthentication_required')).toBeUndefined()
    expect(challengeFor(bearer({ status: 'signed-in' }), 'not_found')).toBeUndefined()
  })
})
