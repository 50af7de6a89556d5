import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { user } from '../../tests/session/sample-user.ts'
import { sessionPayload, signedIn, signedOut, signedOutBearer, withoutOrganization } from './auth.ts'
import type { Session } from './packed-session.ts'
import { checkRequirement } from './requirement.ts'
import type { AccessTokenClaims } from './token-verifier.ts'

const NOW = Date.UTC(2026, 10, 1)
const HOUR = 3_600

const session: Session = {
  accessToken: 'token',
  refreshToken: 'refresh',
  user,
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

describe('the lists of a token', () => {
  it('are those texts that the token has, or its only role', () => {
    const claims = {
      role: 'admin',
      permissions: ['a', 7, null, 'b'],
      entitlements: ['e'],
      feature_flags: ['f'],
    }
    expect(withClaims(claims)).toMatchObject({
      roles: ['admin'],
      permissions: ['a', 'b'],
      entitlements: ['e'],
      featureFlags: ['f'],
    })
    expect(withClaims({}).roles).toEqual([])
    expect(withClaims({ role: 'admin', roles: ['admin', 'billing'] }).roles).toEqual(['admin', 'billing'])
  })

  it('are created once per token, and cannot be changed by the app', () => {
    const claims = {
      sub: 'user_1',
      sid: 's',
      iss: 'i',
      iat: 1,
      exp: 2,
      permissions: ['a'],
    } as AccessTokenClaims
    const { permissions } = signedIn(session, claims)
    expect(signedIn(session, claims).permissions).toBe(permissions)
    expect(() => (permissions as string[]).push('b')).toThrow(TypeError)
  })
})

describe('the time of the last sign-in', () => {
  it.each([
    [{ auth_time: NOW / 1000 + 60 }, NOW + 60_000],
    [{ auth_time: NOW / 1000 + 61 }, NOW - 2 * HOUR * 1000],
    [{ auth_time: 'x' }, NOW - 2 * HOUR * 1000],
    [{}, NOW - 2 * HOUR * 1000],
    [{ iat: NOW / 1000 - 3 * HOUR }, NOW - 3 * HOUR * 1000],
  ])('with the claims %j is %s', (claims, time) => {
    expect(withClaims(claims).authenticatedAt).toBe(time)
  })
})

describe('a user who was refused an organization', () => {
  it('has no role, permission or token there, and the claims of no organization', () => {
    const claims = {
      auth_time: 5,
      act: { sub: 'x' },
      org_id: 'org_1',
      role: 'admin',
      permissions: ['a'],
      own: 1,
    }
    const auth = withoutOrganization(withClaims(claims), 'org_2')
    expect(auth).toMatchObject({
      status: 'signed-in',
      organizationId: undefined,
      refusedOrganizationId: 'org_2',
      role: undefined,
      roles: [],
      permissions: [],
      entitlements: [],
      featureFlags: [],
    })
    if (auth.status !== 'signed-in') return
    expect(Object.keys(auth.claims).sort()).toEqual(['act', 'auth_time', 'exp', 'iat', 'iss', 'sid', 'sub'])
    expect(auth.claims).toMatchObject({ sub: 'user_1', sid: 'session_1', auth_time: 5, act: { sub: 'x' } })
    expect(() => auth.accessToken()).toThrow(expect.objectContaining({ code: 'organization_refused' }))
  })

  it('stays signed out, or stale without a known state', () => {
    const out = signedOut('expired')
    expect(withoutOrganization(out, 'org_2')).toBe(out)
    const stale = {
      status: 'stale',
      user: undefined,
      retryAfterSeconds: 7,
      lastKnown: withClaims({}),
    } as const
    expect(withoutOrganization(stale, 'org_2')).toMatchObject({
      status: 'stale',
      retryAfterSeconds: 7,
      lastKnown: undefined,
    })
  })
})

describe('the state of a session on a page', () => {
  it('has null for what the session does not have', () => {
    const page = sessionPayload(withClaims({}), NOW)
    expect(page).toMatchObject({
      status: 'signed-in',
      organizationId: null,
      refusedOrganizationId: null,
      role: null,
      impersonator: null,
      authenticationMethod: null,
      stale: false,
    })
    expect(JSON.stringify(page)).not.toContain('token')
    const full = { ...withClaims({ org_id: 'org_1', role: 'admin' }), authenticationMethod: 'SSO' }
    expect(sessionPayload({ ...full, refusedOrganizationId: 'org_2' }, NOW)).toMatchObject({
      organizationId: 'org_1',
      refusedOrganizationId: 'org_2',
      role: 'admin',
      authenticationMethod: 'SSO',
    })
  })

  it('is the last known one while the API cannot be reached', () => {
    const stale = { status: 'stale', user: undefined, retryAfterSeconds: undefined } as const
    expect(sessionPayload({ ...stale, lastKnown: withClaims({}) }, NOW)).toMatchObject({ stale: true })
    expect(sessionPayload({ ...stale, lastKnown: undefined }, NOW)).toBeUndefined()
  })

  it('has the reason and the time for a visitor, from one value per reason', () => {
    expect(sessionPayload(signedOut('revoked'), NOW)).toEqual({
      status: 'signed-out',
      reason: 'revoked',
      rev: NOW,
    })
    expect(signedOut('revoked')).toBe(signedOut('revoked'))
    expect(signedOut('revoked')).not.toBe(signedOut('expired'))
    expect(signedOutBearer('invalid')).toMatchObject({
      status: 'signed-out',
      reason: 'invalid',
      isBearer: true,
    })
  })
})
