import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Auth } from '../../src/session/auth.ts'
import type { SetCookie } from '../../src/session/cookie.ts'
import { cookieScope } from '../../src/session/cookie.ts'
import type { Session } from '../../src/session/packed-session.ts'
import { createSealer, type Sealer } from '../../src/session/seal.ts'
import type { SessionsOptions } from '../../src/session/session-manager.ts'
import { createSessions } from '../../src/session/session-manager.ts'
import { fakeService, sessionWith, start, user } from './fake-service.ts'

const MINUTE = 60_000
const maximumAgeMs = 60 * MINUTE
const scope = cookieScope(new URL('https://app.example.com'), 'lk')

const headerOf = (cookies: readonly SetCookie[] = []) =>
  cookies
    .filter(({ maxAge }) => maxAge !== 0)
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ')

/** The sessions of an app, and a count of how many sealed cookies were opened. */
function setUp(options: Partial<SessionsOptions<string>> = {}) {
  const service = fakeService()
  const opened = { count: 0 }
  const own = options.sealer ?? service.sealer
  const sealer: Sealer = {
    ...own,
    open(purpose, sealed) {
      if (purpose === 'session') opened.count += 1
      return own.open(purpose, sealed)
    },
  }
  const sessions = createSessions<string>({ ...service, scope, maximumAgeMs, ...options, sealer })
  async function begin(session: Session) {
    return headerOf(await (await sessions.start(null, session))?.resolved.cookies())
  }
  /** Whether the next request with these cookies opens the sealed cookie. */
  async function opens(header: string) {
    const before = opened.count
    const { auth } = await sessions.resolve(header)
    return { isOpened: opened.count > before, auth }
  }
  return { ...service, sessions, begin, opens, opened }
}

/** Replaces the first key, and causes the key set to be fetched again. */
async function withdrawKey({ state, clock, begin }: ReturnType<typeof setUp>) {
  state.keys = [{ ...(state.keys?.[0] as JsonWebKey), kid: 'key-2' } as JsonWebKey]
  clock.advance(2_000)
  await begin(await sessionWith({ kid: 'key-2', claims: { sid: 'session_2' } }))
}

describe('sessions that are cached', () => {
  it('PERF-1: opens a session once, and returns the same result each time', async () => {
    const { opens, begin } = setUp()
    const header = await begin(await sessionWith({ claims: { permissions: ['read'], org_id: 'org_1' } }))
    const first = await opens(header)
    const second = await opens(`theme=dark; ${header}`)
    expect(first).toMatchObject({ isOpened: true, auth: { status: 'signed-in' } })
    expect(second.isOpened).toBe(false)
    expect(plain(second.auth)).toEqual(plain(first.auth))
  })

  it('PERF-1: opens each time with rememberedSessions: 0', async () => {
    const { opens, begin } = setUp({ rememberedSessions: 0 })
    const header = await begin(await sessionWith())
    await opens(header)
    expect(await opens(header)).toMatchObject({ isOpened: true, auth: { status: 'signed-in' } })
  })

  it('PERF-1: does not accept a cookie that differs in one character', async () => {
    const { sessions, begin, opens } = setUp()
    const header = await begin(await sessionWith())
    await opens(header)
    const [, sealed = ''] = /session=([^;]*)/.exec(header) ?? []
    for (const at of [0, 2, 9, Math.floor(sealed.length / 2), sealed.length - 1]) {
      const other = sealed[at] === 'A' ? 'B' : 'A'
      const forged = header.replace(sealed, sealed.slice(0, at) + other + sealed.slice(at + 1))
      expect((await sessions.resolve(forged)).auth).toMatchObject({ status: 'signed-out', reason: 'invalid' })
    }
  })

  it('PERF-1: an app that modifies a result does not affect the next request', async () => {
    const { opens, begin } = setUp()
    const impersonator = { email: 'support@example.com', reason: null }
    const header = await begin(await sessionWith({ claims: { permissions: ['read'] } }, { impersonator }))
    await opens(header)
    const { auth } = await opens(header)
    if (auth.status !== 'signed-in') throw new Error(auth.status)
    const before = structuredClone(plain(auth))
    auth.user.email = 'other@example.com'
    if (auth.impersonator) auth.impersonator.email = 'other@example.com'
    expect(() => (auth.permissions as string[]).push('write')).toThrow(TypeError)
    expect(() => (auth.claims.permissions as string[]).push('write')).toThrow(TypeError)
    expect(() => Object.assign(auth.claims, { sub: 'user_2' })).toThrow(TypeError)
    expect(plain((await opens(header)).auth)).toEqual(before)
  })

  it('PERF-1: does not cache a session that no request could verify', async () => {
    const { opens, begin, state, clock } = setUp()
    const header = await begin(await sessionWith())
    clock.advance(6 * MINUTE)
    state.response = { status: 'unavailable' }
    expect((await opens(header)).auth.status).toBe('stale')
    expect((await opens(header)).isOpened).toBe(true)
  })
})

describe('sessions that are no longer cached', () => {
  /** A fixture in which the session of the cookies is cached. */
  async function remembering(options?: Partial<SessionsOptions<string>>) {
    const fixture = setUp(options)
    const header = await fixture.begin(await sessionWith())
    await fixture.opens(header)
    expect(await fixture.opens(header)).toMatchObject({ isOpened: false, auth: { status: 'signed-in' } })
    return { ...fixture, header }
  }
  const next = async (issuedAt: number) => ({
    status: 'exchanged' as const,
    session: await sessionWith({ issuedAt }, { rev: start + issuedAt }),
  })

  it('PERF-1: after signing out', async () => {
    const { sessions, header, opens } = await remembering()
    await sessions.end(header)
    expect(await opens(header)).toMatchObject({ isOpened: true, auth: { reason: 'signed-out' } })
  })

  it('PERF-1: after the session was ended by its ID', async () => {
    const { sessions, header, opens } = await remembering()
    await sessions.forget('session_1')
    expect(await opens(header)).toMatchObject({ isOpened: true, auth: { reason: 'signed-out' } })
  })

  it('PERF-1: after a refresh', async () => {
    const { sessions, header, opens, clock, state } = await remembering()
    clock.advance(4.5 * MINUTE)
    state.response = await next(4.5 * MINUTE)
    expect((await sessions.resolve(header)).hasCookies).toBe(true)
    expect((await opens(header)).isOpened).toBe(true)
  })

  it('PERF-1: after switching to another organization', async () => {
    const { sessions, header, opens, state } = await remembering()
    state.response = await next(0)
    expect(await sessions.switchOrganization(header, 'org_2')).toMatchObject({ status: 'switched' })
    expect((await opens(header)).isOpened).toBe(true)
  })

  it('PERF-1: after the user has changed', async () => {
    const { sessions, header, opens } = await remembering()
    await sessions.update(header, { user: { ...user, firstName: 'Mo' } })
    expect((await opens(header)).isOpened).toBe(true)
  })

  it('PERF-1: after the API has revoked them', async () => {
    const { header, opens, clock, state } = await remembering()
    clock.advance(6 * MINUTE)
    state.response = { status: 'ended' }
    expect((await opens(header)).auth).toMatchObject({ reason: 'revoked' })
    expect(await opens(header)).toMatchObject({ isOpened: true, auth: { status: 'signed-out' } })
  })

  it('PERF-1: at their maximum age', async () => {
    const { header, opens, clock } = await remembering()
    clock.advance(maximumAgeMs)
    expect((await opens(header)).auth).toMatchObject({ reason: 'expired' })
    expect((await opens(header)).isOpened).toBe(true)
  })

  it('PERF-1: after the key of their token has left the key set', async () => {
    const fixture = await remembering()
    await withdrawKey(fixture)
    fixture.state.response = { status: 'ended' }
    expect((await fixture.opens(fixture.header)).auth).toMatchObject({ reason: 'revoked' })
    expect((await fixture.opens(fixture.header)).isOpened).toBe(true)
  })

  it('PERF-1: after their secret was removed, which requires a new handler', async () => {
    const { header, cryptography, verifier, refresher, clock } = await remembering()
    const other = setUp({
      ...{ cryptography, verifier, refresher, clock },
      sealer: createSealer(cryptography, ['W9cQ1kZrT5yVbN3mXsLpD7fHgJaEuIo2']),
    })
    expect((await other.opens(header)).auth).toMatchObject({ status: 'signed-out', reason: 'invalid' })
  })
})

type Step =
  | { do: 'resolve' | 'read' | 'sign out' | 'update'; which: number }
  | { do: 'in organization' | 'switch'; which: number; organization: string }
  | { do: 'wait'; minutes: number }
  | { do: 'withdraw key' | 'restore key' }
  | { do: 'API says'; response: 'exchanged' | 'ended' | 'refused' | 'unavailable' }

const which = fc.nat(30)
const organization = fc.constantFrom('org_1', 'org_2')
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('resolve' as const), which }) },
  fc.record({ do: fc.constantFrom('read' as const, 'sign out' as const, 'update' as const), which }),
  fc.record({ do: fc.constantFrom('in organization' as const, 'switch' as const), which, organization }),
  fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(0.1, 1, 4.2, 5, 30) }),
  fc.record({ do: fc.constantFrom('withdraw key' as const, 'restore key' as const) }),
  fc.record({
    do: fc.constant('API says' as const),
    response: fc.constantFrom(
      'exchanged' as const,
      'ended' as const,
      'refused' as const,
      'unavailable' as const,
    ),
  }),
)

const signing = new Map<string, Promise<Session>>()
/** Returns the same session for both fixtures, so that it is signed only once. */
function sessionOf(key: string, make: () => Promise<Session>): Promise<Session> {
  const known = signing.get(key) ?? make()
  signing.set(key, known)
  return known
}

/** The comparable parts of an auth value. */
const plain = (auth: Auth) =>
  JSON.parse(JSON.stringify(auth, (key, value) => (key === 'accessToken' ? undefined : value)))

/** The results of the steps in an app with or without the cache. */
async function play(steps: readonly Step[], rememberedSessions?: number): Promise<unknown[]> {
  const fixture = setUp({ rememberedSessions })
  const { clock, state, sessions } = fixture
  const first = await Promise.all(
    ['session_1', 'session_2'].map((sid) =>
      sessionOf(sid, () => sessionWith({ claims: { sid, org_id: 'org_1', permissions: ['read'] } })),
    ),
  )
  /** All cookies that a browser has had, because an old one can be sent again. */
  const headers: string[] = []
  for (const session of first) headers.push(await fixture.begin(session))
  const keys = state.keys
  const said: unknown[] = []
  let response: Extract<Step, { do: 'API says' }>['response'] = 'exchanged'
  state.response = async (session) => {
    if (response === 'refused') return { status: 'refused', refusal: 'no' }
    if (response !== 'exchanged') return { status: response }
    const issuedAt = clock.now() - start
    const kid = state.keys === keys ? 'key-1' : 'key-2'
    const { sid } = JSON.parse(atob(session.accessToken.split('.')[1] ?? ''))
    const key = [session.refreshToken, issuedAt, kid].join()
    const { startedAt } = session
    const made = await sessionOf(key, () =>
      sessionWith({ issuedAt, kid, claims: { sid, org_id: 'org_1', permissions: ['read'] } }),
    )
    return {
      status: 'exchanged',
      session: { ...made, startedAt, rev: Math.max(session.rev + 1, clock.now()) },
    }
  }
  function take(cookies: readonly SetCookie[], auth?: Auth) {
    const header = headerOf(cookies)
    if (header.includes('-session=')) headers.push(header)
    said.push([auth && plain(auth), cookies.map(({ name, maxAge }) => `${name} ${maxAge}`)])
  }
  for (const one of steps) {
    const header = 'which' in one ? (headers[one.which % headers.length] as string) : ''
    if (one.do === 'wait') clock.advance(one.minutes * MINUTE)
    else if (one.do === 'API says') response = one.response
    else if (one.do === 'withdraw key')
      state.keys = [{ ...(keys?.[0] as JsonWebKey), kid: 'key-2' } as JsonWebKey]
    else if (one.do === 'restore key') state.keys = keys
    else if (one.do === 'sign out') take((await sessions.end(header)).cookies)
    else if (one.do === 'update')
      take(await (await sessions.update(header, { user: { ...user, firstName: 'Mo' } }))())
    else if (one.do === 'switch') {
      const result = await sessions.switchOrganization(header, one.organization)
      said.push(result.status)
      if (result.status === 'switched') take(await result.resolved.cookies(), result.resolved.auth)
    } else {
      const options =
        one.do === 'in organization'
          ? { organizationId: one.organization }
          : { refresh: one.do === 'resolve' }
      const { auth, cookies } = await sessions.resolve(header, options)
      take(await cookies(), auth)
    }
  }
  return said
}

it('PERF-1: returns the same results with and without the cache, for any sequence of steps', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      expect(await play(steps)).toEqual(await play(steps, 0))
    }),
    { numRuns: Number(process.env.LATCHKEY_PROPERTY_RUNS ?? 60) },
  )
})
