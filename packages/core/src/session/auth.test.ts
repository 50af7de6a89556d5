import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signedIn } from './auth.ts'
import type { Session } from './packed-session.ts'
import { checkRequirement } from './requirement.ts'
import type { AccessTokenClaims } from './token-verifier.ts'

const NOW = Date.UTC(2026, 10, 1)
const HOUR = 3_600

const session: Session = {
  accessToken: 'token',
  refreshToken: 'refresh',
  user: {
    id: 'user_1',
    email: 'nadia@orchard.example',
    emailVerified: true,
    firstName: null,
    lastName: null,
    profilePictureUrl: null,
    createdAt: '',
  },
  startedAt: NOW - 2 * HOUR * 1000,
  rev: 1,
}

/** An auth value with any claims, because the API and JWT templates can set any value. */
const withClaims = (claims: object) =>
  signedIn(session, {
    sub: 'user_1',
    sid: 'session_1',
    iss: 'https://api.example.com',
    iat: NOW / 1000,
    exp: NOW / 1000 + 300,
    ...claims,
  } as AccessTokenClaims)

const meets = (claims: object, requirement: object) => checkRequirement(withClaims(claims), requirement, NOW)

describe('claims with unexpected values', () => {
  it.each<[unknown]>([[''], [null], [0], [1], [true], [false], [{}], [['org_1']]])(
    'S-05: organization %j is none',
    (org_id) => {
      expect(withClaims({ org_id }).organizationId).toBeUndefined()
      expect(meets({ org_id }, { organization: true })).toBe('no-organization')
    },
  )

  it.each<[unknown]>([[''], [null], [1], [{}], [['admin']]])('S-05: role %j is none', (role) => {
    expect(withClaims({ role })).toMatchObject({ role: undefined, roles: [] })
  })

  it.each<[unknown]>([
    ['admin'],
    [{ 0: 'admin', length: 1 }],
    [null],
    [true],
    [[['admin']]],
    [[{ slug: 'admin' }]],
  ])('S-05: lists that are %j grant nothing', (value) => {
    const claims = { roles: value, permissions: value, feature_flags: value, entitlements: value }
    for (const requirement of [{ role: 'admin' }, { permission: 'admin' }, { feature: 'admin' }])
      expect(meets(claims, requirement)).toBe('forbidden')
  })

  it.each([NOW, NOW * 1000, NOW / 1000 + HOUR, '1', null, Number.MAX_SAFE_INTEGER])(
    'S-05: auth_time %j does not count as a recent sign-in',
    (auth_time) => {
      expect(meets({ auth_time }, { freshWithin: 600 })).toBe('not-fresh')
    },
  )

  it('S-05: auth_time is used unchanged if it is not later than the token', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4 * HOUR }), (age) => {
        const auth_time = NOW / 1000 - age
        expect(withClaims({ auth_time }).authenticatedAt).toBe(auth_time * 1000)
      }),
    )
  })

  it.each<[unknown]>([
    ['support@latchkey.example'],
    [{ sub: 'support@latchkey.example' }],
    [{}],
    [{ sub: '' }],
    [[]],
    [1],
    [true],
    [false],
    [''],
  ])('S-01: act %j counts as an impersonation', (act) => {
    expect(meets({ act }, { allowImpersonation: false })).toBe('forbidden')
    expect(typeof withClaims({ act }).impersonator?.email).toBe('string')
  })
})
