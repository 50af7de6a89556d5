import { describe, expect, it } from 'vitest'
import { type BearerOptions, bearerToken, createBearerResolver } from '../../src/session/bearer-token.ts'
import { fakeService, sessionWith, start, type TokenOptions, user } from './fake-service.ts'

const tokenOf = async (options?: TokenOptions) => (await sessionWith(options)).accessToken

describe('the token of a request', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['Basic YTpi', undefined],
    ['Bearers a.b.c', undefined],
    ['Token Bearer a.b.c', undefined],
    ['Bearer a.b.c', 'a.b.c'],
    ['bearer a.b.c', 'a.b.c'],
    ['BEARER   a.b.c', 'a.b.c'],
    ['Bearer a.b.c==', 'a.b.c=='],
    ['Bearer A-_~+/z.9', 'A-_~+/z.9'],
    ['Bearer', ''],
    ['Bearer ', ''],
    ['Bearer a b', ''],
    ['Bearer a,b', ''],
    ['Bearer =', ''],
    ['Bearer a=b', ''],
  ])('from the header %j is %j', (header, expected) => {
    const headers = new Headers(header === undefined ? {} : { authorization: header })
    expect(bearerToken({ headers })).toBe(expected)
  })

  it('is trimmed if the server has not trimmed the header', () => {
    // The platform's `Headers` trims values, but the headers of other servers may not.
    const headers = (value: string | null) => ({ get: () => value }) as unknown as Headers
    expect(bearerToken({ headers: headers('  Bearer  a.b.c  ') })).toBe('a.b.c')
    expect(bearerToken({ headers: headers('Bearer \ta.b.c') })).toBe('a.b.c')
    expect(bearerToken({ headers: headers(null) })).toBeUndefined()
  })
})

describe('the caller of an access token', () => {
  const DAY_MS = 24 * 60 * 60_000

  function setUp(options: Partial<BearerOptions> = {}) {
    const service = fakeService()
    const resolve = createBearerResolver({
      verifier: service.verifier,
      clock: service.clock,
      maximumAgeMs: DAY_MS,
      wasSignedOutHere: () => false,
      findUser: async (userId) => (userId === user.id ? user : undefined),
      ...options,
    })
    return { ...service, resolve }
  }

  it('is signed in as the user of the token', async () => {
    const { resolve } = setUp()
    const token = await tokenOf({ claims: { org_id: 'org_1', role: 'admin', auth_time: start / 1000 - 60 } })
    const auth = await resolve(token, undefined)
    expect(auth).toMatchObject({
      status: 'signed-in',
      isBearer: true,
      user,
      sessionId: 'session_1',
      organizationId: 'org_1',
      role: 'admin',
      authenticatedAt: start - 60_000,
      rev: start,
    })
    expect(auth.status === 'signed-in' && auth.accessToken()).toBe(token)
  })

  it('has a sign-in of unknown age if the token does not say when it was', async () => {
    const { resolve } = setUp()
    expect(await resolve(await tokenOf(), undefined)).toMatchObject({ authenticatedAt: 0 })
  })

  it.each<[string, string, () => Promise<string>, Partial<BearerOptions>]>([
    ['a value that is not a token', 'invalid', async () => 'a.b.c', {}],
    ['no token', 'invalid', async () => '', {}],
    ['a token of another client', 'invalid', () => tokenOf({ claims: { client_id: 'client_2' } }), {}],
    ['an expired token', 'expired', () => tokenOf({ issuedAt: -600_000 }), {}],
    [
      'a token of an expired session',
      'expired',
      () => tokenOf({ claims: { auth_time: (start - DAY_MS) / 1000 } }),
      {},
    ],
    ['a token of a session that was signed out', 'signed-out', tokenOf, { wasSignedOutHere: () => true }],
    [
      'an expired token of a session that was signed out',
      'signed-out',
      () => tokenOf({ issuedAt: -600_000 }),
      { wasSignedOutHere: () => true },
    ],
    ['a token of a deleted user', 'revoked', tokenOf, { findUser: async () => undefined }],
  ])('is signed out with %s', async (_name, reason, token, options) => {
    const { resolve } = setUp(options)
    expect(await resolve(await token(), undefined)).toEqual({
      status: 'signed-out',
      user: undefined,
      reason,
      isBearer: true,
    })
  })

  it('is signed in until a second before the session expires', async () => {
    const { resolve } = setUp()
    const token = await tokenOf({ claims: { auth_time: (start - DAY_MS) / 1000 + 1 } })
    expect(await resolve(token, undefined)).toMatchObject({ status: 'signed-in' })
  })

  it('checks the session of the token', async () => {
    const requested: string[] = []
    const { resolve } = setUp({ wasSignedOutHere: (sessionId) => requested.push(sessionId) < 0 })
    await resolve(await tokenOf({ claims: { sid: 'session_9' } }), undefined)
    expect(requested).toEqual(['session_9'])
  })

  it('is unknown while the keys, the clock or the API are unavailable', async () => {
    const unknown = { status: 'stale', lastKnown: undefined }
    const early = setUp()
    expect(await early.resolve(await tokenOf({ issuedAt: 600_000 }), undefined)).toMatchObject(unknown)
    const failing = setUp({ findUser: () => Promise.reject(new Error('The API is down.')) })
    expect(await failing.resolve(await tokenOf(), undefined)).toMatchObject(unknown)
    const withoutKeys = setUp()
    withoutKeys.state.keys = undefined
    expect(await withoutKeys.resolve(await tokenOf(), undefined)).toMatchObject(unknown)
  })

  it.each([
    ['org_1', undefined, 'org_1', undefined],
    ['org_1', 'org_1', 'org_1', undefined],
    ['org_1', 'org_2', undefined, 'org_2'],
    [undefined, 'org_2', undefined, 'org_2'],
    [undefined, undefined, undefined, undefined],
  ])(
    'of a token for %s, in a request for %s, is in organization %s and refused for %s',
    async (of, requested, is, refused) => {
      const { resolve } = setUp()
      const token = await tokenOf({ claims: { org_id: of, role: 'admin' } })
      expect(await resolve(token, requested)).toMatchObject({
        status: 'signed-in',
        organizationId: is,
        refusedOrganizationId: refused,
        roles: refused === undefined ? ['admin'] : [],
      })
    },
  )

  it('stays signed out in a request for an organization', async () => {
    const { resolve } = setUp()
    expect(await resolve('a.b.c', 'org_1')).toMatchObject({ status: 'signed-out', reason: 'invalid' })
  })
})
