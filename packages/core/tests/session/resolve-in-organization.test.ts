import { describe, expect, it } from 'vitest'
import { withToken } from '../../src/session/organization-token.ts'
import type { Session } from '../../src/session/packed-session.ts'
import { resolveInOrganization } from '../../src/session/resolve-in-organization.ts'
import type { TokenOptions } from './fake-service.ts'
import { fakeService, sessionWith, start, user } from './fake-service.ts'

const MINUTE = 60_000
const HOME = { org_id: 'org_1', role: 'admin' }
const TAB = { org_id: 'org_2', role: 'member' }

/** A session in org_1 with additional tokens. */
async function sessionBeside(...others: TokenOptions[]): Promise<Session> {
  const tokens = await Promise.all(others.map(async (options) => (await sessionWith(options)).accessToken))
  return sessionWith({ claims: HOME }, { others: tokens.map((accessToken) => ({ accessToken })) })
}

function setUp() {
  const service = fakeService()
  const { verifier, refresher, clock, state } = service
  const options = { verifier, refresher, clock, maximumAgeMs: 600 * MINUTE }
  const resolve = (session: Session, organizationId = 'org_2') =>
    resolveInOrganization(session, organizationId, options)
  /** Makes the API return a token with these claims for each refresh. */
  function give(claims: Record<string, unknown> | undefined, more: TokenOptions = {}) {
    state.response = async (session) => {
      const issuedAt = clock.now() - start
      const { accessToken, refreshToken } = await sessionWith({ issuedAt, claims, ...more })
      const token = { accessToken, refreshedAt: clock.now() }
      const intent = { kind: 'enter', organizationId: 'org_2' } as const
      return { status: 'exchanged', session: { ...withToken(session, intent, token), refreshToken } }
    }
  }
  return { ...service, options, resolve, give }
}

const inTab = { status: 'signed-in', organizationId: 'org_2', role: 'member' }
const nowhere = { status: 'signed-in', organizationId: undefined, refusedOrganizationId: 'org_2', roles: [] }

describe('a request in an organization other than the session’s', () => {
  it('is accepted with an additional token of the session, without a request', async () => {
    const { resolve, state } = setUp()
    expect(await resolve(await sessionBeside({ claims: TAB }))).toEqual({
      auth: expect.objectContaining(inTab),
    })
    expect(state.requested).toBe(0)
  })

  it.each([
    ['of another session', { ...TAB, sid: 'session_2' }],
    ['of another user', { ...TAB, sub: 'user_2' }],
  ])('S5 is not accepted with a token %s', async (_, claims) => {
    const { resolve, state } = setUp()
    state.response = { status: 'refused', refusal: 'no' }
    const { auth } = await resolve(await sessionBeside({ claims }))
    expect(auth).toMatchObject(nowhere)
    expect(state.requested).toBe(1)
  })

  it('S5 is not accepted with a forged token', async () => {
    const { resolve, state } = setUp()
    state.response = { status: 'refused', refusal: 'no' }
    const session = await sessionBeside({ claims: TAB })
    const others = session.others?.map(({ accessToken }) => ({
      accessToken: `${accessToken.slice(0, -8)}AAAAAAAA`,
    }))
    expect((await resolve({ ...session, others })).auth).toMatchObject(nowhere)
  })

  it('S5 is not accepted with a token of another session that the API returns', async () => {
    const { resolve, state } = setUp()
    const theirs = { ...HOME, sid: 'session_2' }
    const newer = await sessionBeside({ claims: { ...TAB, sid: 'session_2' } })
    const { accessToken } = await sessionWith({ claims: theirs })
    state.response = { status: 'exchanged', session: { ...newer, accessToken } }
    const { auth, changed } = await resolve(await sessionBeside())
    expect(auth).toMatchObject({ ...nowhere, sessionId: 'session_2' })
    expect(changed?.refreshToken).toBe(newer.refreshToken)
  })

  it('S5 is not accepted with a token of another issuer that the API returns', async () => {
    const { resolve, state } = setUp()
    const newer = await sessionBeside({ claims: { ...TAB, iss: 'other' } })
    state.response = { status: 'exchanged', session: newer }
    const { auth, changed } = await resolve(await sessionBeside())
    expect(auth).toMatchObject(nowhere)
    expect(changed?.refreshToken).toBe(newer.refreshToken)
  })

  it('accepts a token that the API has just issued, even if this machine’s clock is ahead', async () => {
    const { resolve, state } = setUp()
    const newer = await sessionBeside({ claims: TAB, issuedAt: -10 * MINUTE })
    state.response = { status: 'exchanged', session: newer }
    const { auth, changed } = await resolve(await sessionBeside())
    expect(auth).toMatchObject(inTab)
    expect(changed?.refreshToken).toBe(newer.refreshToken)
  })

  it('ends if the session that the API returns is over', async () => {
    const { resolve, state } = setUp()
    const newer = { ...(await sessionBeside({ claims: TAB })), startedAt: start - 600 * MINUTE }
    state.response = { status: 'exchanged', session: newer }
    const resolution = await resolve(await sessionBeside())
    expect(resolution).toEqual({ auth: { status: 'signed-out', reason: 'expired' } })
  })

  it.each(['', 'org 2', 'org_2/..', 'ö', 'x'.repeat(129)])(
    'S5 is refused without a request if its ID is %j',
    async (organizationId) => {
      const { resolve, state } = setUp()
      const { auth } = await resolve(await sessionBeside({ claims: TAB }), organizationId)
      expect(auth).toMatchObject({ ...nowhere, refusedOrganizationId: organizationId })
      expect(state.requested).toBe(0)
    },
  )

  it('needs no other token if it is the organization of the session', async () => {
    const { resolve, state } = setUp()
    expect(await resolve(await sessionWith({ claims: TAB }))).toEqual({
      auth: expect.objectContaining(inTab),
    })
    expect(state.requested).toBe(0)
  })

  it('requests no other token after the session has ended', async () => {
    const { resolve, state, clock } = setUp()
    const session = await sessionWith({ claims: TAB })
    clock.advance(6 * MINUTE)
    state.response = { status: 'ended' }
    expect((await resolve(session)).auth).toMatchObject({ status: 'signed-out', reason: 'revoked' })
    expect(state.requested).toBe(1)
  })

  it('accepts no response of the API for another user', async () => {
    const { resolve, state } = setUp()
    const session = await sessionBeside()
    const other = { ...(await sessionBeside({ claims: TAB })), user: { ...user, id: 'user_2' } }
    state.response = { status: 'exchanged', session: other }
    const { auth, changed } = await resolve(session)
    expect(auth).toMatchObject({ status: 'stale', lastKnown: undefined })
    expect(changed).toBeUndefined()
  })

  it('ends with the session: because of its age, a sign-out here, the API, or a missing session ID', async () => {
    const { resolve, refresher, clock, state, give } = setUp()
    const session = await sessionBeside({ claims: TAB })
    const nameless = await sessionWith({ claims: { ...HOME, sid: undefined } }, { others: session.others })
    expect((await resolve(nameless)).auth).toMatchObject({ status: 'signed-out', reason: 'invalid' })
    give(TAB)
    clock.advance(600 * MINUTE)
    expect((await resolve(session)).auth).toMatchObject({ status: 'signed-out', reason: 'expired' })
    expect(state.requested).toBe(0)
    const fresh = { ...(await sessionBeside()), startedAt: clock.now() }
    state.response = { status: 'ended' }
    expect((await resolve(fresh)).auth).toMatchObject({ status: 'signed-out', reason: 'revoked' })
    const another = { ...(await sessionBeside()), startedAt: clock.now() }
    await refresher.markSignedOut('session_1')
    expect((await resolve(another)).auth).toMatchObject({ status: 'signed-out', reason: 'signed-out' })
  })

  it('has ended if the API ended it, even if the session’s own token is valid', async () => {
    const { resolve, state } = setUp()
    state.response = { status: 'ended' }
    expect((await resolve(await sessionBeside())).auth).toMatchObject({
      status: 'signed-out',
      reason: 'revoked',
    })
  })

  it('is stale if its token seems to come from the future, and sends no request', async () => {
    const { resolve, state } = setUp()
    const session = await sessionBeside({ claims: TAB, issuedAt: MINUTE })
    expect((await resolve(session)).auth).toMatchObject({ status: 'stale', lastKnown: undefined })
    expect(state.requested).toBe(0)
  })

  it('F8 is stale while no key is available, and sends no request', async () => {
    const { resolve, state } = setUp()
    state.keys = undefined
    expect((await resolve(await sessionBeside({ claims: TAB }))).auth).toMatchObject({ status: 'stale' })
    expect(state.requested).toBe(0)
  })

  it('F8 stores a token that cannot be verified yet, and does not immediately request another one', async () => {
    const { resolve, give, state, clock } = setUp()
    give(TAB, { kid: 'key-2' })
    const { auth, changed } = await resolve(await sessionBeside())
    expect(auth).toMatchObject({ status: 'stale' })
    expect(changed?.others).toHaveLength(1)
    for (let times = 0; times < 5; times += 1)
      expect((await resolve(changed as Session)).auth).toMatchObject({ status: 'stale' })
    expect(state.requested).toBe(1)
    clock.advance(15_000)
    await resolve(changed as Session)
    expect(state.requested).toBe(2)
  })

  it.each([
    ['for no organization', undefined],
    ['for a third organization', { org_id: 'org_3' }],
  ])(
    'is refused after a token %s, still stores the session, and does not immediately send another request',
    async (_, claims) => {
      const { resolve, give, state, clock } = setUp()
      give(claims)
      const session = await sessionBeside()
      const { auth, changed } = await resolve(session)
      expect(auth).toMatchObject(nowhere)
      expect(changed?.refreshToken).not.toBe(session.refreshToken)
      const requested = state.requested
      clock.advance(14_999)
      expect((await resolve(changed as Session)).auth).toMatchObject(nowhere)
      expect(state.requested).toBe(requested)
      clock.advance(1)
      await resolve(changed as Session)
      expect(state.requested).toBeGreaterThan(requested)
    },
  )

  it('stores the refreshed session if it has moved, whether or not entering succeeds', async () => {
    for (const status of ['unavailable', 'refused'] as const) {
      const { resolve, clock, state } = setUp()
      const session = await sessionWith({ claims: TAB })
      clock.advance(6 * MINUTE)
      state.response = async (given) => {
        const { accessToken, refreshToken } = await sessionWith({ issuedAt: 6 * MINUTE, claims: HOME })
        state.response = { status, refusal: 'no' }
        return {
          status: 'exchanged',
          session: { ...given, accessToken, refreshToken, refreshedAt: clock.now() },
        }
      }
      const { auth, changed } = await resolve(session)
      expect(auth).toMatchObject(status === 'refused' ? nowhere : { status: 'stale', lastKnown: undefined })
      expect(changed?.refreshToken).not.toBe(session.refreshToken)
      expect(changed?.refreshToken).toBeTruthy()
    }
  })

  it('F1 finds the token of another request, even with an old cookie', async () => {
    const { resolve, give, state, refresher } = setUp()
    const session = await sessionBeside()
    give(TAB)
    const entered = (await resolve(session)).changed as Session
    give(HOME)
    const renewed = await refresher.refresh(entered, 'session_1')
    expect(state.requested).toBe(2)
    const { auth, changed } = await resolve(session)
    expect(auth).toMatchObject(inTab)
    expect(changed?.refreshToken).toBe(renewed.status === 'exchanged' && renewed.session.refreshToken)
    expect(state.requested).toBe(2)
  })

  it('is refreshed before its token expires, and keeps the token while the API is unavailable', async () => {
    const { resolve, give, state, clock } = setUp()
    const session = await sessionBeside({ claims: TAB })
    clock.advance(4 * MINUTE - 1)
    expect((await resolve(session)).changed).toBeUndefined()
    clock.advance(1)
    expect((await resolve(session)).auth).toMatchObject(inTab)
    expect(state.requested).toBe(1)
    clock.advance(MINUTE)
    const { auth } = await resolve(session)
    expect(auth).toMatchObject({ status: 'stale', lastKnown: inTab })
    give(TAB)
    clock.advance(MINUTE)
    expect((await resolve(session)).auth).toMatchObject(inTab)
  })
})
