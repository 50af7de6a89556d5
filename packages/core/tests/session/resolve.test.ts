import { describe, expect, it } from 'vitest'
import type { Coordinator } from '../../src/coordinator/coordinator.ts'
import type { Session } from '../../src/session/packed-session.ts'
import { decideAcceptance, resolveSession } from '../../src/session/resolve-session.ts'
import type { AccessTokenClaims } from '../../src/session/token-verifier.ts'
import type { Reply, TokenOptions } from './fake-service.ts'
import { fakeService, sessionWith, start, user } from './fake-service.ts'

const MINUTE = 60_000
const maximumAgeMs = 600 * MINUTE

function setUp({
  inBackground = false,
  wrap,
}: {
  inBackground?: boolean
  wrap?: (own: Coordinator) => Coordinator
} = {}) {
  const { verifier, refresher, clock, state } = fakeService({ wrap })
  const background: Promise<unknown>[] = []
  const resolve = async (session: Session) =>
    resolveSession(session, {
      verifier,
      refresher,
      clock,
      maximumAgeMs,
      refreshInBackground: inBackground ? (work) => void background.push(work) : undefined,
    })
  return { clock, state, refresher, resolve, background }
}

const EXPIRED = 5 * MINUTE

describe('a session', () => {
  it('S6 ends exactly at its maximum age, regardless of its token', async () => {
    const { resolve, clock } = setUp()
    const session = await sessionWith({ seconds: 100_000 })
    clock.advance(maximumAgeMs - 1)
    expect((await resolve(session)).auth.status).toBe('signed-in')
    clock.advance(1)
    expect(await resolve(session)).toEqual({ auth: { status: 'signed-out', reason: 'expired' } })
  })

  it('S10 is stale, and does not end, while the keys are unavailable', async () => {
    const { resolve, state } = setUp()
    state.keys = undefined
    expect(await resolve(await sessionWith())).toEqual({ auth: { status: 'stale' } })
  })

  it('S9 is stale while its token seems to come from the future', async () => {
    const { resolve, state } = setUp()
    expect(await resolve(await sessionWith({ issuedAt: MINUTE }))).toEqual({ auth: { status: 'stale' } })
    expect(state.requested).toBe(0)
  })

  it('S8 ends if its token is invalid, without a request', async () => {
    const { resolve, state } = setUp()
    for (const claims of [{ iss: 'other' }, { sid: '' }]) {
      expect(await resolve(await sessionWith({ claims }))).toEqual({
        auth: { status: 'signed-out', reason: 'invalid' },
      })
    }
    expect(state.requested).toBe(0)
  })

  it.each([0, EXPIRED])('F7 has ended after a sign-out here, even %i ms later', async (later) => {
    const { resolve, refresher, clock, state } = setUp()
    const session = await sessionWith()
    await refresher.markSignedOut('session_1')
    clock.advance(later)
    expect(await resolve(session)).toEqual({ auth: { status: 'signed-out', reason: 'signed-out' } })
    expect(state.requested).toBe(0)
  })
})

describe('a token of a removed key', () => {
  it('F4 is exchanged for one with an existing key', async () => {
    const { resolve, state } = setUp()
    const session = await sessionWith({ kid: 'retired' })
    const next = await sessionWith()
    state.response = { status: 'exchanged', session: next }
    expect(await resolve(session)).toMatchObject({ auth: { status: 'signed-in' }, changed: next })
  })

  it('F5 ends the session if the API reports that it has ended', async () => {
    const { resolve, state } = setUp()
    state.response = { status: 'ended' }
    expect(await resolve(await sessionWith({ kid: 'retired' }))).toEqual({
      auth: { status: 'signed-out', reason: 'revoked' },
    })
  })

  it('F7 does not restore a session that was signed out here', async () => {
    const { resolve, refresher, state } = setUp()
    await refresher.markSignedOut('session_1')
    expect(await resolve(await sessionWith({ kid: 'retired' }))).toEqual({
      auth: { status: 'signed-out', reason: 'signed-out' },
    })
    expect(state.requested).toBe(0)
  })

  it('S8 ends a session that it does not contain', async () => {
    const { resolve, state } = setUp()
    expect(await resolve(await sessionWith({ kid: 'retired', claims: { sid: '' } }))).toEqual({
      auth: { status: 'signed-out', reason: 'invalid' },
    })
    expect(state.requested).toBe(0)
  })

  it('F9 is not exchanged twice within 15 seconds, and is stale in the meantime', async () => {
    const { resolve, state, clock } = setUp()
    const session = await sessionWith({ kid: 'retired' }, { refreshedAt: start })
    clock.advance(14_999)
    expect(await resolve(session)).toEqual({ auth: { status: 'stale' } })
    expect(state.requested).toBe(0)
    clock.advance(1)
    await resolve(session)
    expect(state.requested).toBe(1)
  })
})

describe('an expired token', () => {
  it('F5 ends the session if the API reports that it has ended', async () => {
    const { resolve, state, clock } = setUp()
    const session = await sessionWith()
    clock.advance(EXPIRED)
    state.response = { status: 'ended' }
    expect(await resolve(session)).toEqual({ auth: { status: 'signed-out', reason: 'revoked' } })
  })

  it('F4 returns the last known session and the time of the next attempt', async () => {
    const { resolve, state, clock } = setUp()
    const session = await sessionWith()
    clock.advance(EXPIRED)
    state.response = { status: 'unavailable', retryAfterSeconds: 7 }
    expect(await resolve(session)).toMatchObject({
      auth: { status: 'stale', lastKnown: { sessionId: 'session_1', user }, retryAfterSeconds: 7 },
    })
  })

  it('F4 is stale after an unknown refusal', async () => {
    const { resolve, state, clock } = setUp()
    const session = await sessionWith()
    clock.advance(EXPIRED)
    state.response = { status: 'refused', refusal: 'why' }
    const { auth } = await resolve(session)
    expect(auth).toMatchObject({ status: 'stale', retryAfterSeconds: undefined })
  })

  it('F9 is still used for 15 seconds after it arrived, unless the clock was set back', async () => {
    const { resolve, state, clock } = setUp()
    const brief = { seconds: 5 }
    clock.advance(14_999)
    expect((await resolve(await sessionWith(brief, { refreshedAt: start }))).auth.status).toBe('signed-in')
    expect(state.requested).toBe(0)
    for (const refreshedAt of [start - 1, start + 15_000, undefined]) {
      expect((await resolve(await sessionWith(brief, { refreshedAt }))).auth.status).toBe('stale')
    }
    expect(state.requested).toBe(3)
  })

  it('F1 F7 uses the newest result of its refresh', async () => {
    const { resolve, refresher, state, clock } = setUp()
    const session = await sessionWith()
    clock.advance(EXPIRED)
    const next = await sessionWith({ issuedAt: EXPIRED })
    const last = await sessionWith({ issuedAt: EXPIRED, claims: { org_id: 'org_1' } })
    state.response = { status: 'exchanged', session: next }
    await refresher.refresh(session, 'session_1')
    state.response = { status: 'exchanged', session: last }
    await refresher.refresh(next, 'session_1')
    expect(await resolve(session)).toMatchObject({ auth: { organizationId: 'org_1' }, changed: last })
  })

  it('F8 uses the result of its refresh even if no newer result is known', async () => {
    let isDown = false
    const { resolve, state, clock } = setUp({
      wrap: (own) => ({
        ...own,
        read: (key) => (isDown ? Promise.reject(new Error('down')) : own.read(key)),
        async publish(...given) {
          await own.publish(...given)
          isDown = true
        },
      }),
    })
    const session = await sessionWith()
    clock.advance(EXPIRED)
    const next = await sessionWith({ issuedAt: EXPIRED })
    state.response = { status: 'exchanged', session: next }
    expect(await resolve(session)).toMatchObject({ auth: { status: 'signed-in' }, changed: next })
  })
})

describe('the result of a refresh', () => {
  async function refreshedTo(options: TokenOptions, more: Partial<Session> = {}) {
    const { resolve, state, clock } = setUp()
    const session = await sessionWith()
    await resolve(session)
    clock.advance(EXPIRED)
    const next = await sessionWith({ issuedAt: EXPIRED, ...options }, more)
    state.response = { status: 'exchanged', session: next }
    return { next, resolved: await resolve(session) }
  }

  it('F8 is refused if it belongs to another session or another user', async () => {
    for (const claims of [{ sid: 'session_2' }, { sub: 'user_2' }]) {
      const { resolved } = await refreshedTo({ claims })
      expect(resolved.auth).toMatchObject({ status: 'stale', lastKnown: { user } })
      expect(resolved.changed).toBeUndefined()
    }
  })

  it('S8 is refused if its token is invalid', async () => {
    const { resolved } = await refreshedTo({ claims: { iss: 'other' } })
    expect(resolved.auth).toMatchObject({ status: 'stale', lastKnown: { user } })
    expect(resolved.changed).toBeUndefined()
  })

  it.each([
    ['its key is not known yet', { kid: 'new' }],
    ['it seems to come from the future', { issuedAt: EXPIRED + MINUTE }],
  ])('F8 is stored while %s, but only for the same user', async (_name, options) => {
    const { next, resolved } = await refreshedTo(options)
    expect(resolved).toEqual({ auth: { status: 'stale' }, changed: next })
    const other = await refreshedTo(options, { user: { ...user, id: 'user_2' } })
    expect(other.resolved.auth).toMatchObject({ status: 'stale', lastKnown: { user } })
    expect(other.resolved.changed).toBeUndefined()
    const foreign = await refreshedTo({ ...options, claims: { sid: 'session_2' } })
    expect(foreign.resolved.changed).toBeUndefined()
  })
})

describe('a refreshed token that is already expired', () => {
  it('reports by how much the clock is ahead, while the session continues', async () => {
    const before = await sessionWith()
    const refreshedAt = start + 400_000
    const after = await sessionWith({ claims: { org_id: 'org_1' } }, { refreshedAt })
    const claims = {
      sid: 'session_1',
      sub: user.id,
      iat: start / 1000,
      exp: start / 1000 + 300,
    } as AccessTokenClaims
    const state = { before, after, sessionId: 'session_1', now: refreshedAt }
    const accept = (status: 'valid' | 'expired', now = refreshedAt) =>
      decideAcceptance({ ...state, now, verification: { status, claims } })
    expect(accept('expired')).toMatchObject({
      resolution: { auth: { status: 'signed-in' }, changed: after },
      problem: { reason: 'over', offsetSeconds: 400 },
    })
    expect(accept('valid').problem).toBeUndefined()
    expect(accept('expired', refreshedAt + 60_000).problem).toBeUndefined()
  })
})

describe('a token that expires soon', () => {
  it.each([
    [300, 240_000],
    [100, 80_000],
    [3_000, 2_940_000],
  ])('F3 is refreshed in time if it is valid for %i seconds: after %i ms', async (seconds, from) => {
    const { resolve, state, clock } = setUp()
    const session = await sessionWith({ seconds })
    clock.advance(from - 1)
    expect((await resolve(session)).changed).toBeUndefined()
    expect(state.requested).toBe(0)
    clock.advance(1)
    const next = await sessionWith({ issuedAt: from })
    state.response = { status: 'exchanged', session: next }
    expect(await resolve(session)).toMatchObject({ auth: { status: 'signed-in' }, changed: next })
  })

  it('F9 is not refreshed if it has just arrived', async () => {
    const { resolve, state, clock } = setUp()
    clock.advance(4 * MINUTE)
    await resolve(await sessionWith({}, { refreshedAt: start + 4 * MINUTE }))
    expect(state.requested).toBe(0)
  })

  it.each([{ status: 'ended' }, { status: 'unavailable' }, { status: 'refused', refusal: 'why' }] as Reply[])(
    'F3 F4 is valid until it expires after the response %j',
    async (response) => {
      const { resolve, state, clock } = setUp()
      const session = await sessionWith()
      clock.advance(4 * MINUTE)
      state.response = response
      const { auth, changed } = await resolve(session)
      expect([auth.status, changed, state.requested]).toEqual(['signed-in', undefined, 1])
    },
  )

  it('F8 does not change if its refresh returns another user', async () => {
    const { resolve, state, clock } = setUp()
    const session = await sessionWith()
    clock.advance(4 * MINUTE)
    const other = await sessionWith({ issuedAt: 4 * MINUTE, claims: { sub: 'user_2' } })
    state.response = { status: 'exchanged', session: other }
    const { auth, changed } = await resolve(session)
    expect([auth.user, changed]).toEqual([user, undefined])
  })

  it('F1 uses the result of another instance, without a request', async () => {
    const { resolve, refresher, state, clock } = setUp()
    const session = await sessionWith()
    clock.advance(4 * MINUTE)
    const next = await sessionWith({ issuedAt: 4 * MINUTE })
    await refresher.delivered(session, next)
    expect(await resolve(session)).toMatchObject({ auth: { status: 'signed-in' }, changed: next })
    expect(state.requested).toBe(0)
  })

  it('F4 is valid until it expires if the coordinator is unavailable', async () => {
    const down = () => Promise.reject(new Error('down'))
    const { resolve, clock } = setUp({ wrap: (own) => ({ ...own, read: down, acquire: down }) })
    const session = await sessionWith()
    clock.advance(4 * MINUTE)
    expect((await resolve(session)).auth.status).toBe('signed-in')
  })

  it('F3 is refreshed in the background for the next request, regardless of when that arrives', async () => {
    const { resolve, refresher, state, clock, background } = setUp({ inBackground: true })
    const session = await sessionWith()
    clock.advance(4 * MINUTE)
    const next = await sessionWith({ issuedAt: 4 * MINUTE, seconds: 60_000 })
    state.response = { status: 'exchanged', session: next }
    const { auth, changed } = await resolve(session)
    expect([auth.status, changed]).toEqual(['signed-in', undefined])
    await Promise.all(background)
    clock.advance(maximumAgeMs - 4 * MINUTE - 1)
    expect(await refresher.newest(session)).toEqual(next)
    clock.advance(1)
    expect(await refresher.newest(session)).toBeUndefined()
  })

  it('F3 keeps its refreshed session for ten minutes after a browser has received it', async () => {
    const { resolve, refresher, state, clock, background } = setUp({ inBackground: true })
    const session = await sessionWith()
    clock.advance(4 * MINUTE)
    const next = await sessionWith({ issuedAt: 4 * MINUTE, seconds: 60_000 })
    state.response = { status: 'exchanged', session: next }
    await resolve(session)
    await Promise.all(background)
    expect((await resolve(session)).changed).toEqual(next)
    await Promise.all(background)
    expect([background.length, state.requested]).toEqual([2, 1])
    clock.advance(10 * MINUTE)
    expect(await refresher.newest(session)).toBeUndefined()
  })
})
