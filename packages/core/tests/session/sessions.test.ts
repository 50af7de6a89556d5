import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { randomName } from '../../src/base/cryptography.ts'
import type { Coordinator } from '../../src/coordinator/coordinator.ts'
import type { SetCookie } from '../../src/session/cookie.ts'
import { cookieScope } from '../../src/session/cookie.ts'
import type { Session } from '../../src/session/packed-session.ts'
import { packSession, unpackSession } from '../../src/session/packed-session.ts'
import { createSealer } from '../../src/session/seal.ts'
import type { SessionsOptions } from '../../src/session/session-manager.ts'
import { createSessions } from '../../src/session/session-manager.ts'
import { fakeService, sessionWith, start, user } from './fake-service.ts'
import { vendorPassword, vendorSeal } from './vendor-sealed.ts'

const MINUTE = 60_000
const maximumAgeMs = 600 * MINUTE
const scope = cookieScope(new URL('https://app.example.com'), 'lk')
const vendorCookie = { password: vendorPassword }

type More = Partial<SessionsOptions<string>> & { wrap?: (own: Coordinator) => Coordinator }

function setUp({ wrap, ...options }: More = {}) {
  const service = fakeService({ wrap })
  const sessions = createSessions<string>({ ...service, scope, maximumAgeMs, ...options })
  /** Starts a session, and returns the browser's cookies. */
  async function begin(session: Awaited<ReturnType<typeof sessionWith>>) {
    const started = await sessions.start(null, session)
    return headerOf(await started?.resolved.cookies())
  }
  return { ...service, sessions, begin }
}

const headerOf = (cookies: readonly SetCookie[] = []) =>
  cookies
    .filter(({ maxAge }) => maxAge !== 0)
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ')
const names = (cookies: readonly SetCookie[]) =>
  cookies.map(({ name, maxAge }) => (maxAge === 0 ? `-${name}` : name))
const own = '__Host-lk-session'
const signedOut = (reason: string) => ({ status: 'signed-out', reason })

describe('starting a session', () => {
  it('stores the session for its maximum age, and the hint cookie', async () => {
    const { sessions } = setUp()
    const started = await sessions.start(null, await sessionWith())
    expect(started?.auth).toMatchObject({ status: 'signed-in', user, sessionId: 'session_1' })
    expect(started?.resolved.auth).toBe(started?.auth)
    expect(await started?.resolved.cookies()).toMatchObject([
      { name: own, maxAge: 36_000, httpOnly: true },
      { name: 'lk-hint', value: '1.in', maxAge: 36_000, httpOnly: false },
    ])
    const header = headerOf(await started?.resolved.cookies())
    expect(await sessions.resolve(header)).toMatchObject({ auth: { status: 'signed-in' }, hasCookies: false })
  })

  it('counts its age from the sign-in, and stores cookies for at least a second', async () => {
    const { sessions } = setUp()
    const aged = async (ageMs: number) => {
      const started = await sessions.start(null, await sessionWith({}, { startedAt: start - ageMs }))
      return (await started?.resolved.cookies())?.[0]?.maxAge
    }
    expect(await aged(60 * MINUTE + 1)).toBe(32_399)
    expect(await aged(maximumAgeMs + MINUTE)).toBe(1)
  })

  it('S3 deletes the extra pieces of a longer session', async () => {
    const { sessions } = setUp()
    const started = await sessions.start(`${own}=2:x; ${own}.1=y`, await sessionWith())
    expect(names((await started?.resolved.cookies()) ?? [])).toEqual([own, `-${own}.1`, 'lk-hint'])
  })

  it.each([
    ['wrong', { claims: { iss: 'other' } }],
    ['expired', { issuedAt: -10 * MINUTE }],
    ['another user’s', { claims: { sub: 'user_2' } }],
  ])('O12 S8 fails with a token that is %s', async (_name, options) => {
    expect(await setUp().sessions.start(null, await sessionWith(options))).toBeUndefined()
  })

  it.each([
    ['another user', { claims: { sub: 'user_2' } }, { reason: 'not theirs' }],
    ['another key', { kid: 'key-2' }, { reason: 'unknown key' }],
    [
      'a clock that is ten minutes behind',
      { issuedAt: -10 * MINUTE },
      { reason: 'over', offsetSeconds: 600 },
    ],
  ])('S8 reports a token of %s to the app', async (_name, options, problem) => {
    const onTokenProblem = vi.fn()
    expect(await setUp({ onTokenProblem }).sessions.start(null, await sessionWith(options))).toBeUndefined()
    expect(onTokenProblem).toHaveBeenCalledExactlyOnceWith(problem)
  })

  it.each([
    ['that is valid', {}],
    ['whose issuer is wrong, which the verifier reports', { claims: { iss: 'other' } }],
  ])('reports no token %s', async (_name, options) => {
    const onTokenProblem = vi.fn()
    await setUp({ onTokenProblem }).sessions.start(null, await sessionWith(options))
    expect(onTokenProblem).not.toHaveBeenCalled()
  })

  it('reports no token while the keys are unavailable', async () => {
    const onTokenProblem = vi.fn()
    const { sessions, state } = setUp({ onTokenProblem })
    state.keys = undefined
    const started = await sessions.start(null, await sessionWith()).catch(() => undefined)
    expect(started).toBeUndefined()
    expect(onTokenProblem).not.toHaveBeenCalled()
  })

  it('S3 says what to shorten if a session is too large for cookies', async () => {
    const { sessions } = setUp()
    const longName = { ...user, firstName: 'x'.repeat(2_500) }
    await expect(sessions.start(null, await sessionWith({}, { user: longName }))).rejects.toThrow(
      /^The user takes \d+ bytes of cookies, and 2500 are allowed\. Shorten the names\.$/,
    )
    const tooLong = await sessionWith({ claims: { text: 'x'.repeat(600_000) } })
    await expect(sessions.start(null, tooLong)).rejects.toThrow(
      `The session takes ${tooLong.accessToken.length} bytes of cookies, and 5800 are allowed. Put fewer claims into the access token.`,
    )
  })

  it('S3 accepts user data of exactly the maximum length', async () => {
    const { sessions } = setUp()
    const rest = JSON.stringify({ ...user, firstName: '' }).length
    const of = async (length: number) =>
      sessions.start(null, await sessionWith({}, { user: { ...user, firstName: 'x'.repeat(length) } }))
    expect(await of(2_500 - rest)).toBeDefined()
    await expect(of(2_501 - rest)).rejects.toMatchObject({ code: 'session_too_large' })
  })

  it('omits metadata that does not fit into cookies, and reports its keys to the app', async () => {
    const onMetadataOmitted = vi.fn()
    const { sessions, begin } = setUp({ onMetadataOmitted })
    const metadata = { plan: randomName(48_000), seat: 'window' }
    const header = await begin(await sessionWith({}, { user: { ...user, metadata } }))
    expect((await sessions.resolve(header)).auth).toMatchObject({ user: { metadata: {} } })
    expect(onMetadataOmitted).toHaveBeenCalledExactlyOnceWith(['plan', 'seat'])
    const silent = await setUp().begin(await sessionWith({}, { user: { ...user, metadata } }))
    expect(silent).not.toBe('')
  })

  it('compresses only a session that needs more than one cookie', async () => {
    const { begin } = setUp()
    const permissions = Array.from({ length: 300 }, (_, index) => `documents:of-team-${index}:read`)
    const pieces = async (claims: object) => {
      const header = await begin(await sessionWith({ claims: { ...claims } }))
      return header.split('; ').filter((cookie) => cookie.startsWith(own)).length
    }
    expect(await pieces({})).toBe(1)
    expect(await pieces({ permissions })).toBeLessThanOrEqual(2)
  })

  it('S3 fails with a session that is too large for cookies', async () => {
    const large = await sessionWith({}, { user: { ...user, firstName: 'x'.repeat(12_000) } })
    await expect(setUp().sessions.start(null, large)).rejects.toMatchObject({ code: 'session_too_large' })
    const claims = { text: randomName(48_000) }
    await expect(setUp().sessions.start(null, await sessionWith({ claims }))).rejects.toMatchObject({
      code: 'session_too_large',
      message: expect.stringMatching(/takes \d+ bytes of cookies, and 5800 are allowed/),
    })
  })
})

describe('resolving a session', () => {
  it.each([null, '', 'theme=dark', 'wos-session=Fe26.2*x'])('ignores %j', async (header) => {
    expect(await setUp().sessions.resolve(header)).toMatchObject({
      auth: signedOut('none'),
      hasCookies: false,
    })
  })

  it('S4 finds the session after a damaged cookie of the same name', async () => {
    const { sessions, begin } = setUp()
    const header = `${own}=junk; ${await begin(await sessionWith())}`
    expect(await sessions.resolve(header)).toMatchObject({ auth: { status: 'signed-in' }, hasCookies: false })
  })

  it.each([
    ['', undefined],
    ['example.com', 'example.com'],
  ])(
    'S-12: accepts no session from cookies of two sessions, and clears both (cookieDomain %j)',
    async (_, domain) => {
      const scope = cookieScope(new URL('https://app.example.com'), 'lk', domain)
      const { sessions, begin } = setUp({ scope })
      const mine = await begin(await sessionWith())
      const theirs = await begin(await sessionWith({ claims: { sid: 'session_of_an_attacker' } }))
      for (const header of [
        `${mine}; ${theirs}`,
        `${theirs}; ${mine}`,
        `${mine}; ${mine}; ${mine}; ${mine}; ${theirs}`,
      ]) {
        const { auth, cookies } = await sessions.resolve(header)
        expect(auth).toEqual(signedOut('invalid'))
        const deleted = (await cookies()).filter(({ maxAge }) => maxAge === 0)
        expect(deleted.map((cookie) => cookie.domain)).toEqual(domain ? [undefined, domain] : [undefined])
        expect((await sessions.end(header)).ended).toBeUndefined()
        expect(await (await sessions.update(header, { user }))()).toEqual([])
      }
    },
  )

  it('S-12: uses the newer one of two cookies of the same session', async () => {
    const { sessions, begin } = setUp()
    const headers = [await begin(await sessionWith()), await begin(await sessionWith({}, { rev: 2 }))]
    for (const header of [headers.join('; '), headers.toReversed().join('; ')])
      expect((await sessions.resolve(header)).auth).toMatchObject({ status: 'signed-in', rev: 2 })
  })

  it('S12, BUG-05: keeps a cookie that another secret has sealed, and reports it to the app', async () => {
    const onUnknownSecret = vi.fn()
    const { sessions } = setUp({ onUnknownSecret })
    const { cryptography } = setUp()
    const other = createSealer(cryptography, ['another-q7Jm2v0XhZpT4rYk8sWnB1eCdLf'])
    const header = `${own}=${await other.seal('session', packSession(await sessionWith()))}`
    expect(await sessions.resolve(header)).toMatchObject({ auth: signedOut('invalid'), hasCookies: false })
    expect(onUnknownSecret).toHaveBeenCalledOnce()
    expect(names(await (await sessions.resolve(`${header}; ${own}=junk`)).cookies())).toEqual([
      `-${own}`,
      'lk-hint',
    ])
  })

  it('S2 clears damaged cookies, and updates the hint', async () => {
    const { sessions } = setUp()
    const { auth, cookies } = await sessions.resolve(`${own}=junk; ${own}.2=x`)
    expect(auth).toEqual(signedOut('invalid'))
    expect(names(await cookies())).toEqual([`-${own}`, `-${own}.2`, 'lk-hint'])
    expect((await cookies()).at(-1)).toMatchObject({ value: `${start}.out`, maxAge: 36_000 })
  })

  it('clears an expired session, and reports it to the app', async () => {
    const onResolved = vi.fn()
    const { sessions, begin, clock } = setUp({ onResolved })
    const session = await sessionWith()
    const header = await begin(session)
    clock.advance(maximumAgeMs)
    const { auth, cookies } = await sessions.resolve(header)
    expect(auth).toEqual(signedOut('expired'))
    expect(names(await cookies())).toEqual([`-${own}`, 'lk-hint'])
    expect(onResolved).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ rev: 1 }), { auth })
  })

  it('S3, N13: stores the new refresh token with the old access token if the new access token is too large', async () => {
    for (const onUnwritable of [undefined, vi.fn()]) {
      const { sessions, begin, clock, state } = setUp({ onUnwritable })
      const header = await begin(await sessionWith())
      clock.advance(6 * MINUTE)
      const claims = { text: randomName(48_000) }
      const next = await sessionWith({ issuedAt: 6 * MINUTE, claims }, { rev: 9 })
      state.response = { status: 'exchanged', session: next }
      const resolved = await sessions.resolve(header)
      expect(resolved.auth).toMatchObject({ status: 'signed-in', claims })
      const stored = headerOf(await resolved.cookies())
      expect(stored.length).toBeLessThan(8_000)
      const sent: Session[] = []
      state.response = (session) => {
        sent.push(session)
        return { status: 'exchanged', session: next }
      }
      expect((await sessions.resolve(stored)).auth).toMatchObject({ status: 'signed-in', claims })
      expect(sent).toMatchObject([{ refreshToken: next.refreshToken, rev: 9 }])
      if (onUnwritable)
        expect(onUnwritable).toHaveBeenCalledWith(
          next,
          expect.objectContaining({ code: 'session_too_large' }),
        )
    }
  })
})

describe('the cookies of a refreshed session', () => {
  async function refreshed(more: More = {}) {
    const fixture = setUp(more)
    const header = await fixture.begin(await sessionWith())
    fixture.clock.advance(6 * MINUTE)
    const next = await sessionWith({ issuedAt: 6 * MINUTE })
    fixture.state.response = { status: 'exchanged', session: next }
    const resolved = await fixture.sessions.resolve(header)
    expect(names(await resolved.cookies())).toEqual([own, 'lk-hint'])
    return { ...fixture, next, resolved }
  }

  it('F7 are returned if the session is still valid', async () => {
    const { sessions, resolved } = await refreshed()
    expect(names(await resolved.cookies())).toEqual([own, 'lk-hint'])
    const cleared = await sessions.resolve(`${own}=junk`)
    expect(names(await cleared.cookies())).toEqual([`-${own}`, 'lk-hint'])
  })

  it('F7 are not returned if the user signed out or the session was refreshed again', async () => {
    const one = await refreshed()
    await one.refresher.markSignedOut('session_1')
    expect(await one.resolved.cookies()).toEqual([])
    const other = await refreshed()
    await other.refresher.refresh(other.next, 'session_1')
    await other.refresher.delivered(other.next, await sessionWith({ issuedAt: 6 * MINUTE }))
    expect(await other.resolved.cookies()).toEqual([])
  })

  it('F8 are returned if the coordinator cannot be reached', async () => {
    let isDown = false
    const { resolved } = await refreshed({
      wrap: (inner) => ({
        ...inner,
        read: (key) => (isDown ? Promise.reject(new Error('down')) : inner.read(key)),
      }),
    })
    isDown = true
    expect(names(await resolved.cookies())).toEqual([own, 'lk-hint'])
  })
})

describe('switching organizations', () => {
  it('F5 fails without a session or without a session ID', async () => {
    const { sessions, state } = setUp({ vendorCookie })
    expect(await sessions.switchOrganization(null, 'org_1')).toEqual({ status: 'ended' })
    const nameless = vendorSeal({ accessToken: 'x', refreshToken: 'y', user })
    expect(await sessions.switchOrganization(`wos-session=${nameless}`, 'org_1')).toEqual({ status: 'ended' })
    expect(state.requested).toBe(0)
  })

  it('returns the refusal of the API', async () => {
    const { sessions, begin, state } = setUp()
    const header = await begin(await sessionWith())
    state.response = { status: 'refused', refusal: 'not a member' }
    expect(await sessions.switchOrganization(header, 'org_1')).toEqual(state.response)
  })

  it('F8 stores the new token, even if it cannot be verified yet', async () => {
    const { sessions, begin, state } = setUp()
    const header = await begin(await sessionWith())
    for (const [options, status] of [
      [{ claims: { org_id: 'org_1' } }, 'signed-in'],
      [{ issuedAt: MINUTE }, 'stale'],
    ] as const) {
      state.response = { status: 'exchanged', session: await sessionWith(options) }
      const switched = await sessions.switchOrganization(header, 'org_1')
      expect(switched).toMatchObject({ status: 'switched', resolved: { auth: { status } } })
      expect(switched.status === 'switched' && names(await switched.resolved.cookies())).toEqual([
        own,
        'lk-hint',
      ])
    }
  })
})

describe('entering another organization', () => {
  const TAB = { org_id: 'org_2', role: 'member' }

  /** Makes the API return a token for `claims` with a new refresh token, and the session in its own organization. */
  function giveToken(state: ReturnType<typeof fakeService>['state'], claims: Record<string, unknown>) {
    state.response = async (session) => {
      const { accessToken, refreshToken } = await sessionWith({ claims })
      return {
        status: 'exchanged',
        session: { ...session, refreshToken, others: [{ accessToken, refreshedAt: start }] },
      }
    }
  }

  it('stores the token of the other organization, and keeps the session in its own', async () => {
    const { sessions, begin, state } = setUp()
    const header = await begin(await sessionWith({ claims: { org_id: 'org_1' } }))
    giveToken(state, TAB)
    const entered = await sessions.enterOrganization(header, 'org_2')
    if (entered.status !== 'switched') throw new Error(entered.status)
    expect(entered.resolved.auth).toMatchObject({ status: 'signed-in', organizationId: 'org_2' })
    const stored = headerOf(await entered.resolved.cookies())
    expect((await sessions.resolve(stored)).auth).toMatchObject({ organizationId: 'org_1' })
    const inTab = await sessions.resolve(stored, { organizationId: 'org_2' })
    expect(inTab.auth).toMatchObject({ organizationId: 'org_2' })
    expect(state.requested).toBe(1)
  })

  it('asks the API again after a refusal, because the user has chosen the organization', async () => {
    const { sessions, begin, state } = setUp()
    const header = await begin(await sessionWith())
    state.response = { status: 'refused', refusal: 'not a member' }
    expect(await sessions.enterOrganization(header, 'org_2')).toEqual(state.response)
    giveToken(state, TAB)
    expect(await sessions.enterOrganization(header, 'org_2')).toMatchObject({ status: 'switched' })
  })

  it.each(['refused', 'unavailable'] as const)(
    'stores the newest refresh token if the API gave a token for no organization and was then %s',
    async (status) => {
      const { sessions, begin, state, sealer } = setUp()
      const header = await begin(await sessionWith())
      const gained = await sessionWith()
      state.response = (session) => {
        state.response = status === 'refused' ? { status, refusal: 'no' } : { status }
        const { refreshToken } = gained
        return { status: 'exchanged', session: { ...session, refreshToken, refreshedAt: start } }
      }
      const result = await sessions.enterOrganization(header, 'org_2')
      expect(result.status).toBe(status)
      const cookies = result.status === status && 'cookies' in result ? await result.cookies?.() : []
      const opened = unpackSession(await sealer.open('session', cookies?.[0]?.value ?? ''))
      expect(opened?.refreshToken).toBe(gained.refreshToken)
    },
  )
})

describe('renewing a session', () => {
  it('exchanges a token that is still valid', async () => {
    const { sessions, begin, state } = setUp()
    const header = await begin(await sessionWith({ claims: { org_id: 'org_1' } }))
    state.response = { status: 'exchanged', session: await sessionWith() }
    const renewed = await sessions.renew(header)
    expect(renewed).toMatchObject({ status: 'switched', resolved: { auth: { organizationId: undefined } } })
    expect(state.requested).toBe(1)
  })

  it('ends with the session', async () => {
    const { sessions, begin, state } = setUp()
    const header = await begin(await sessionWith())
    state.response = { status: 'ended' }
    expect(await sessions.renew(header)).toEqual({ status: 'ended' })
    expect(await sessions.renew(null)).toEqual({ status: 'ended' })
  })
})

describe('a session that grows too large while it is switched', () => {
  it('N13: stays in its organization with the new refresh token', async () => {
    const { sessions, begin, state, sealer } = setUp()
    const session = await sessionWith({ claims: { org_id: 'org_1' } })
    const header = await begin(session)
    const next = await sessionWith({ claims: { org_id: 'org_2', text: randomName(48_000) } })
    state.response = { status: 'exchanged', session: next }
    const result = await sessions.switchOrganization(header, 'org_2')
    if (result.status !== 'too_large') throw new Error(result.status)
    const [cookie] = await result.cookies()
    const opened = unpackSession(await sealer.open('session', cookie?.value ?? ''))
    expect(opened).toMatchObject({ accessToken: session.accessToken, refreshToken: next.refreshToken })
  })
})

describe('resolving without a refresh', () => {
  const resolveOnly = (fixture: ReturnType<typeof setUp>, header: string | null, organizationId?: string) =>
    fixture.sessions.resolve(header, { organizationId, refresh: false })

  it('exchanges no token, and keeps the state of an expired session as stale', async () => {
    const fixture = setUp()
    const header = await fixture.begin(await sessionWith({ claims: { org_id: 'org_1' } }))
    expect(await resolveOnly(fixture, header)).toMatchObject({ auth: { status: 'signed-in' } })
    fixture.clock.advance(6 * MINUTE)
    const resolved = await resolveOnly(fixture, header)
    const lastKnown = { organizationId: 'org_1' }
    expect(resolved).toMatchObject({ auth: { status: 'stale', lastKnown }, hasCookies: false })
    expect(fixture.state.requested).toBe(0)
  })

  it('requests no token for another organization', async () => {
    const fixture = setUp()
    const header = await fixture.begin(await sessionWith({ claims: { org_id: 'org_1' } }))
    const resolved = await resolveOnly(fixture, header, 'org_2')
    expect(resolved).toMatchObject({ auth: { status: 'stale', lastKnown: undefined }, hasCookies: false })
    expect(fixture.state.requested).toBe(0)
  })

  it.each([
    [null, 'none'],
    ['theme=dark', 'none'],
    [`${own}=junk`, 'invalid'],
  ])('deletes no cookie from %j', async (header, reason) => {
    const resolved = await resolveOnly(setUp(), header)
    expect(resolved).toMatchObject({ auth: signedOut(reason), hasCookies: false })
  })
})

describe('additional tokens of a session', () => {
  it('F8 are omitted if they do not fit into cookies', async () => {
    const { sessions, sealer } = setUp()
    const { accessToken } = await sessionWith({ claims: { org_id: 'org_2' } })
    const others = [{ accessToken: `${accessToken}${randomName(72_000)}` }]
    const started = await sessions.start(null, await sessionWith({}, { others }))
    const [sealed] = ((await started?.resolved.cookies()) ?? []).filter(({ name }) => name === own)
    expect(unpackSession(await sealer.open('session', sealed?.value ?? ''))).toMatchObject({
      others: undefined,
    })
    const stored = await sessions.start(
      null,
      await sessionWith({}, { others: [{ accessToken, refreshedAt: 7 }] }),
    )
    const opened = unpackSession(
      await sealer.open('session', (await stored?.resolved.cookies())?.[0]?.value ?? ''),
    )
    expect(opened?.others).toEqual([{ accessToken, refreshedAt: 7 }])
  })
})

describe('the size of a session', () => {
  const BITS = Array.from({ length: 30 }, (_, index) => 9_000 + index * 800)

  /** The size of the session's cookies in a header, and the session in them. */
  async function storedSize(bits: number, others?: Session['others']) {
    const { sessions, sealer } = setUp()
    const session = await sessionWith({ claims: { text: randomName(bits) } }, { others })
    const started = await sessions.start(null, session).catch(() => undefined)
    const pieces = ((await started?.resolved.cookies()) ?? []).filter(({ name }) => name.startsWith(own))
    const size = pieces.reduce((sum, { name, value }) => sum + name.length + value.length + 3, 0)
    const sealed = pieces.map(({ value }) => value.replace(/^\d:/, '')).join('')
    return { size, others: unpackSession(await sealer.open('session', sealed))?.others }
  }

  it('S13: is at most 5,800 bytes, or 4,800 with tokens of other organizations', async () => {
    const { accessToken } = await sessionWith({ claims: { org_id: 'org_2' } })
    const sizes = []
    for (const bits of BITS) {
      const alone = await storedSize(bits)
      const beside = await storedSize(bits, [{ accessToken }])
      expect(alone.size).toBeLessThanOrEqual(5_800)
      expect(beside.size).toBeLessThanOrEqual(beside.others === undefined ? 5_800 : 4_800)
      sizes.push({ alone: alone.size, beside: beside.size, hasOthers: beside.others !== undefined })
    }
    expect(sizes.some(({ alone }) => alone > 4_800)).toBe(true)
    expect(sizes.some(({ hasOthers, beside }) => hasOthers && beside > 4_000)).toBe(true)
    expect(sizes.some(({ hasOthers, beside }) => !hasOthers && beside > 4_800)).toBe(true)
  })
})

describe('updating the user of a session', () => {
  const changed = { ...user, firstName: 'Nadia' }

  async function stored({ sealer }: ReturnType<typeof setUp>, cookies: readonly SetCookie[]) {
    return unpackSession(await sealer.open('session', cookies[0]?.value ?? ''))
  }

  it('changes the user, and increases the revision', async () => {
    const fixture = setUp()
    const cookies = await fixture.sessions.update(await fixture.begin(await sessionWith()), { user: changed })
    expect(await stored(fixture, await cookies())).toMatchObject({ user: changed, rev: start })
    const ahead = await fixture.begin(await sessionWith({}, { rev: start + 5 }))
    const newer = await fixture.sessions.update(ahead, { user: changed })
    expect(await stored(fixture, await newer())).toMatchObject({ rev: start + 6 })
  })

  it('X8 changes nothing for another user, or without a session', async () => {
    const { sessions, begin } = setUp()
    const header = await begin(await sessionWith())
    expect(await (await sessions.update(header, { user: { ...changed, id: 'user_2' } }))()).toEqual([])
    expect(await (await sessions.update(null, { user: changed }))()).toEqual([])
  })

  it('F8 keeps the newest token if it can be found', async () => {
    let isDown = false
    const fixture = setUp({
      wrap: (inner) => ({
        ...inner,
        read: (key) => (isDown ? Promise.reject(new Error('down')) : inner.read(key)),
      }),
    })
    const session = await sessionWith()
    const header = await fixture.begin(session)
    const next = await sessionWith()
    await fixture.refresher.delivered(session, next)
    const { refreshToken } =
      (await stored(fixture, await (await fixture.sessions.update(header, { user: changed }))())) ?? {}
    expect(refreshToken).toBe(next.refreshToken)
    isDown = true
    const old = await stored(fixture, await (await fixture.sessions.update(header, { user: changed }))())
    expect(old?.refreshToken).toBe(session.refreshToken)
  })
})

describe('a late response', () => {
  it('S-10: does not restore a session that ended or changed while the response was created', async () => {
    const withdrawals = ['sign-out here', 'sign-out elsewhere', 'refresh'] as const
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('refresh', 'switch', 'sign-in'),
        fc.constantFrom(...withdrawals),
        async (change, withdrawal) => {
          const fixture = setUp()
          const { sessions, refresher, state, clock } = fixture
          const session = await sessionWith()
          const header = await fixture.begin(session)
          clock.advance(6 * MINUTE)
          const next = await sessionWith({ issuedAt: 6 * MINUTE })
          state.response = { status: 'exchanged', session: next }
          const resolved = await {
            refresh: () => sessions.resolve(header),
            switch: async () => {
              const result = await sessions.switchOrganization(header, 'org_1')
              return result.status === 'switched' ? result.resolved : undefined
            },
            'sign-in': async () => (await sessions.start(null, next))?.resolved,
          }[change]()
          expect(resolved?.hasCookies).toBe(true)
          const stored = headerOf(await resolved?.cookies())
          if (withdrawal === 'sign-out here') await sessions.end(stored)
          if (withdrawal === 'sign-out elsewhere') await refresher.markSignedOut('session_1')
          if (withdrawal === 'refresh')
            await refresher.delivered(next, await sessionWith({ issuedAt: 12 * MINUTE }))
          expect(await resolved?.cookies()).toEqual([])
        },
      ),
    )
  })

  it('S-10: does not restore a session after a profile change if another instance has signed it out', async () => {
    const coordinator = { own: undefined as Coordinator | undefined }
    const { sessions, begin, refresher } = setUp({
      wrap: (own) => {
        coordinator.own = own
        return own
      },
    })
    const header = await begin(await sessionWith())
    const late = await sessions.update(header, { user })
    expect(names(await late())).toEqual([own, 'lk-hint'])
    await refresher.markSignedOut('session_1')
    expect(await late()).toEqual([])
    expect(await (await sessions.update(header, { user }))()).toEqual([])
  })
})

describe('ending a session', () => {
  it('S7 clears the cookies and returns the ended session', async () => {
    const { sessions, begin } = setUp()
    const header = await begin(await sessionWith())
    const { cookies, ended } = await sessions.end(`${header}; ${own}.3=x`)
    expect(names(cookies)).toEqual([`-${own}`, `-${own}.3`, 'lk-hint'])
    expect(ended).toEqual({ sessionId: 'session_1', userId: user.id, isImpersonated: false })
    expect((await sessions.resolve(header)).auth).toEqual(signedOut('signed-out'))
  })

  it.each([
    ['the session', {}, { impersonator: { email: 'support@example.com', reason: null } }],
    ['the access token', { claims: { act: { sub: 'support@example.com' } } }, {}],
  ])('tells whether someone was impersonating the user, by %s', async (_name, options, more) => {
    const { sessions, begin } = setUp()
    const { ended } = await sessions.end(await begin(await sessionWith(options, more)))
    expect(ended).toMatchObject({ isImpersonated: true })
  })

  it.each([null, `${own}=junk`])('S7 clears the cookies even if %j contains no session', async (header) => {
    const { cookies, ended } = await setUp().sessions.end(header)
    expect(names(cookies)).toEqual([`-${own}`, 'lk-hint'])
    expect(ended).toBeUndefined()
  })

  it('O10 does not end the session that has just started', async () => {
    const { sessions, begin } = setUp()
    const header = await begin(await sessionWith())
    expect((await sessions.end(header, 'session_1')).ended).toBeUndefined()
    expect((await sessions.resolve(header)).auth.status).toBe('signed-in')
    expect((await sessions.end(header, 'session_2')).ended).toBeDefined()
  })

  it('S7 makes the verifier check the token again', async () => {
    const { sessions, begin, verifier, state } = setUp()
    const session = await sessionWith()
    const header = await begin(session)
    await verifier.verify(session.accessToken)
    expect(state.verified).toBe(1)
    await sessions.end(header)
    await verifier.verify(session.accessToken)
    expect(state.verified).toBe(2)
  })

  it('S7 works while the coordinator is unavailable', async () => {
    const down = () => Promise.reject(new Error('down'))
    const { sessions, begin } = setUp({ wrap: (inner) => ({ ...inner, publish: down }) })
    const { ended } = await sessions.end(await begin(await sessionWith()))
    expect(ended).toBeDefined()
  })
})

describe('a session that the WorkOS SDK sealed', () => {
  const sealed = async (options = {}) => {
    const { accessToken, refreshToken } = await sessionWith(options)
    return vendorSeal({ accessToken, refreshToken, user })
  }

  it('is stored in our own format after it was verified', async () => {
    const { sessions } = setUp({ vendorCookie })
    const { auth, cookies } = await sessions.resolve(`wos-session=${await sealed()}`)
    expect(auth).toMatchObject({ status: 'signed-in', user: { id: user.id } })
    expect(names(await cookies())).toEqual([own, 'lk-hint'])
    const early = await sessions.resolve(`wos-session=${await sealed({ issuedAt: MINUTE })}`)
    expect(early).toMatchObject({ auth: { status: 'stale' }, hasCookies: false })
  })

  it('is found under its name, after other cookies with that name', async () => {
    const { sessions } = setUp({ vendorCookie: { ...vendorCookie, name: 'vendor' } })
    const text = await sealed()
    expect((await sessions.resolve(`vendor=junk; vendor=${text}`)).auth.status).toBe('signed-in')
    expect(await sessions.resolve(`wos-session=${text}`)).toMatchObject({
      auth: signedOut('none'),
      hasCookies: false,
    })
  })

  it('S7, BUG-05: is deleted when it ends or when our own ends, but not if another app sealed it', async () => {
    const { sessions } = setUp({
      vendorCookie,
      scope: cookieScope(new URL('https://app.example.com'), 'lk', 'example.com'),
    })
    const foreign = await sessions.resolve('wos-session=junk')
    expect(foreign).toMatchObject({ auth: signedOut('none'), hasCookies: false })
    expect(names((await sessions.end('wos-session=junk')).cookies)).not.toContain('-wos-session')
    const wrong = await sessions.resolve(`wos-session=${await sealed({ claims: { iss: 'other' } })}`)
    expect(wrong.auth).toEqual(signedOut('invalid'))
    const cleared = ['-__Secure-lk-session', '-__Secure-lk-session', 'lk-hint', '-wos-session']
    expect(names(await wrong.cookies())).toEqual(cleared)
    expect((await wrong.cookies()).slice(0, 2).map(({ domain }) => domain)).toEqual([
      undefined,
      'example.com',
    ])
    expect((await wrong.cookies()).at(-1)).toEqual({
      name: 'wos-session',
      value: '',
      maxAge: 0,
      httpOnly: true,
      secure: true,
      sameSite: 'lax',
      path: '/',
      domain: 'example.com',
    })
    const { cookies, ended } = await sessions.end(`wos-session=${await sealed()}`)
    expect(names(cookies)).toEqual(cleared)
    expect(ended).toEqual({ sessionId: 'session_1', userId: user.id, isImpersonated: false })
  })

  it('N13: signs its user in and is not replaced if it is too large for our own cookies', async () => {
    const onUnwritable = vi.fn()
    const { sessions } = setUp({ vendorCookie, onUnwritable })
    const text = await sealed({ claims: { text: randomName(48_000) } })
    const { auth, cookies } = await sessions.resolve(`wos-session=${text}`)
    expect([auth.status, await cookies()]).toEqual(['signed-in', []])
    expect(onUnwritable).toHaveBeenCalledOnce()
  })

  it('S4, S-12: is ignored if there are two of them with different sessions', async () => {
    const { sessions } = setUp({ vendorCookie })
    const other = await sealed({ claims: { sid: 'session_2' } })
    const { auth, cookies } = await sessions.resolve(`wos-session=${await sealed()}; wos-session=${other}`)
    expect(auth).toEqual(signedOut('none'))
    expect(names(await cookies())).toContain('-wos-session')
  })

  it('is ignored if our own cookie exists', async () => {
    const { sessions } = setUp({ vendorCookie })
    const { auth } = await sessions.resolve(`${own}=junk; wos-session=${await sealed()}`)
    expect(auth).toEqual(signedOut('invalid'))
  })
})
