import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FlowPayload } from '../../src/index.ts'
import { createAuthHandler, createClient } from '../../src/server.ts'
import { handlerDriver } from '../../src/testing.ts'
import { appOrigin, cookieSecret, createFixture } from './fixture.ts'

const PASSWORD = 'lantern-quartz-meadow-42'

type Fixture = Awaited<ReturnType<typeof createFixture>>

const createUser = (fixture: Fixture, email: string, more = {}) =>
  fixture.client.createUser({ email, password: PASSWORD, emailVerified: true, ...more })

async function signedIn(fixture: Fixture, email = 'nadia@orchard.example') {
  const driver = fixture.driver()
  await driver.open('sign-in')
  await driver.act('password', { email, password: PASSWORD })
  expect(await driver.signedInAs()).toBe(email)
  return driver
}

const post = (fixture: Fixture, path: string, body: BodyInit | null, headers: Record<string, string>) =>
  fixture.handler.handle(new Request(`${appOrigin}/auth${path}`, { method: 'POST', body, headers }))

const get = (fixture: Fixture, path: string, headers: Record<string, string> = {}) =>
  fixture.handler.handle(new Request(`${appOrigin}/auth${path}`, { headers }))

const sameOrigin = { origin: appOrigin, 'content-type': 'application/json' }

describe('sign-in with a redirect', () => {
  async function begun(fixture: Fixture, query = 'provider=GoogleOAuth') {
    const driver = fixture.driver()
    const response = await driver.send('GET', `/authorize?${query}`)
    const location = new URL(response.headers.get('location') ?? '')
    return { driver, location, state: location.searchParams.get('state') ?? '' }
  }

  async function codeFor(fixture: Fixture, location: URL, email: string) {
    location.searchParams.set('login_hint', email)
    const response = await fixture.emulator.fetch(location, { redirect: 'manual' })
    return new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? ''
  }

  it('O1 starts with a fresh state of at least 128 bits and an S256 challenge', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const first = await begun(fixture)
    const second = await begun(fixture)
    expect(first.location.searchParams.get('code_challenge_method')).toBe('S256')
    expect(first.location.searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/)
    expect(first.state.split('.')[1]).toMatch(/^[\w-]{32}$/)
    expect(first.state).not.toBe(second.state)
    expect(first.location.searchParams.get('code_challenge')).not.toBe(
      second.location.searchParams.get('code_challenge'),
    )
  })

  it('S-06 O1: starts a sign-in only from pages of this app, and shows the sign-in page to all other visitors', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    await createUser(fixture, 'nadia@orchard.example')
    const cookie = (await signedIn(fixture)).jar.header() ?? ''
    const start = async (headers: Record<string, string>, query = 'provider=GoogleOAuth') => {
      const response = await get(fixture, `/authorize?${query}`, headers)
      const location = response.headers.get('location') ?? ''
      if (location.includes('/user_management/authorize')) return 'begun'
      expect(response.headers.getSetCookie().filter((line) => !line.includes('Max-Age=0'))).toEqual([])
      return location
    }
    const OWN: Record<string, string>[] = [
      { 'sec-fetch-site': 'same-origin' },
      { referer: `${appOrigin}/sign-in?x=1` },
      { referer: appOrigin },
    ]
    const FOREIGN: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { 'sec-fetch-site': 'Same-Origin' },
      { 'sec-fetch-site': '' },
      { 'sec-fetch-site': 'same-site', referer: `${appOrigin}/sign-in` },
      { 'user-agent': 'Mozilla/5.0 (Macintosh) Version/15.6 Safari/605.1.15' },
      { referer: 'https://evil.example/' },
      { referer: `${appOrigin}.evil.example/` },
      { referer: 'https://sibling.example.com/' },
      { referer: 'about:blank' },
      { referer: 'null' },
    ]
    for (const session of [{ cookie }, {}] as Record<string, string>[]) {
      for (const headers of OWN)
        expect([headers, await start({ ...headers, ...session })]).toEqual([headers, 'begun'])
      for (const headers of FOREIGN)
        expect([headers, await start({ ...headers, ...session })]).toEqual([headers, '/sign-in'])
    }
    // Without these headers, the client is not a browser. It may start a sign-in, but must not replace a session.
    expect(await start({ 'user-agent': 'curl/8.9.1' })).toBe('begun')
    expect(await start({ cookie })).toBe('/sign-in')
    const link = 'organization=org_evil&returnTo=/pay'
    expect(await start({ 'sec-fetch-site': 'none' }, link)).toBe('/sign-in?returnTo=%2Fpay')
    const invited = 'provider=GoogleOAuth&kind=sign-up&invitationToken=inv&returnTo=https://evil.example'
    expect(await start({ 'sec-fetch-site': 'none' }, invited)).toBe('/sign-up?returnTo=%2F&token=inv')
  })

  it('S-06: an email address leads to the one organization that has verified its domain', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const start = async (email: string) => {
      const headers = { 'sec-fetch-site': 'same-origin' }
      const response = await get(fixture, `/authorize?email=${email}`, headers)
      const location = new URL(response.headers.get('location') ?? '', appOrigin)
      return location.searchParams.get('organization_id')
    }
    const create = (name: string, domain: string, state: 'pending' | 'verified') =>
      fixture.client.createOrganization({ name, domainData: [{ domain, state }] })
    await create('Claims it', 'orchard.example', 'pending')
    expect(await start('nadia@orchard.example')).toBeNull()
    const owner = await create('Orchard', 'garden.example', 'verified')
    expect(await start('nadia@garden.example')).toBe(owner.id)
    expect(await start('nadia@other.example')).toBeNull()
  })

  it.each([
    ['no state', (_state: string) => 'code=x'],
    ['a foreign state', (_state: string) => 'code=x&state=abc.def'],
    ['a truncated state', (state: string) => `code=x&state=${state.slice(0, -1)}`],
    ['a duplicate state', (state: string) => `code=x&state=${state}&state=${state}`],
    ['a duplicate code', (state: string) => `code=x&code=y&state=${state}`],
    ['both a code and an error', (state: string) => `code=x&error=access_denied&state=${state}`],
    ['a very long code', (state: string) => `code=${'x'.repeat(3_000)}&state=${state}`],
    ['another issuer', (state: string) => `code=x&state=${state}&iss=https://evil.example`],
  ])('O2 O7 O8 redeems nothing with %s', async (_name, query) => {
    const calls: string[] = []
    const fixture = await createFixture({}, (send) => (input, init) => {
      calls.push(new Request(input, init).url)
      return send(input, init)
    })
    await using _ = fixture.emulator
    const { driver, state } = await begun(fixture)
    const response = await driver.send('GET', `/callback?${query(state)}`)
    expect(response.status).toBe(303)
    expect(calls.filter((url) => url.endsWith('/authenticate'))).toEqual([])
    expect(driver.jar.names()).not.toContain(fixture.handler.cookieNames.session)
  })

  it('O2 redeems nothing after ten minutes', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const { driver, state } = await begun(fixture)
    fixture.emulator.default.clock.advance({ minutes: 11 })
    await driver.send('GET', `/callback?code=x&state=${state}`)
    expect(driver.jar.names()).not.toContain(fixture.handler.cookieNames.session)
  })

  it('O3 O5 creates no session for a code that another browser started', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const attacker = await begun(fixture)
    const code = await codeFor(fixture, attacker.location, 'eve@orchard.example')
    const victim = fixture.driver()
    const response = await victim.send('GET', `/callback?code=${code}&state=${attacker.state}`)
    expect(response.headers.get('location')).toBe('/sign-in?error=flow_not_found')
    expect(victim.jar.names()).not.toContain(fixture.handler.cookieNames.session)
  })

  it('O4 allows up to five sign-ins in parallel tabs in any order, in less than 6 KiB of cookies', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const driver = fixture.driver()
    const tabs: URL[] = []
    for (let tab = 0; tab < 7; tab += 1) {
      fixture.emulator.default.clock.advance({ seconds: 1 })
      const response = await driver.send('GET', `/authorize?provider=GoogleOAuth&returnTo=/tab-${tab}`)
      tabs.push(new URL(response.headers.get('location') ?? ''))
    }
    const pending = driver.jar.names().filter((name) => /^__Host-lk-\w+-flow-/.test(name))
    expect(pending).toHaveLength(5)
    expect(driver.jar.header()?.length).toBeLessThan(6 * 1024)
    for (const tab of [6, 2, 4]) {
      const location = tabs[tab] as URL
      const code = await codeFor(fixture, location, 'nadia@orchard.example')
      const back = await driver.send(
        'GET',
        `/callback?code=${code}&state=${location.searchParams.get('state')}`,
      )
      expect(back.headers.get('location')).toBe(`/tab-${tab}`)
    }
    const dropped = await driver.send('GET', `/callback?code=x&state=${tabs[0]?.searchParams.get('state')}`)
    expect(dropped.headers.get('location')).toBe('/')
  })

  it('O5 accepts the same callback twice', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const { driver, location, state } = await begun(fixture)
    const code = await codeFor(fixture, location, 'nadia@orchard.example')
    await driver.send('GET', `/callback?code=${code}&state=${state}`)
    await driver.send('GET', `/callback?code=${code}&state=${state}`)
    expect(await driver.signedInAs()).toBe('nadia@orchard.example')
  })

  it.each<Record<string, string>>([
    { 'sec-purpose': 'prefetch;prerender' },
    { purpose: 'prefetch' },
    { 'sec-fetch-dest': 'image' },
    { 'sec-fetch-dest': 'empty' },
  ])('O6 sets no cookie for %j', async (headers: Record<string, string>) => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const response = await get(fixture, '/authorize?provider=GoogleOAuth', { ...headers })
    expect(response.status).toBe(403)
    expect(response.headers.getSetCookie()).toEqual([])
  })

  it('O7 O9 keeps the existing session if a provider refuses or the exchange fails', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    await createUser(fixture, 'nadia@orchard.example')
    const driver = await signedIn(fixture)
    for (const query of ['error=access_denied&error_description=<script>', 'code=unknown']) {
      const start = await driver.send('GET', '/authorize?provider=GoogleOAuth')
      const state = new URL(start.headers.get('location') ?? '').searchParams.get('state')
      const response = await driver.send('GET', `/callback?${query}&state=${state}`)
      expect(response.headers.get('location')).toMatch(/^\/sign-in\?flow=[\w-]+$/)
      expect(await driver.signedInAs()).toBe('nadia@orchard.example')
    }
  })

  it('O10 O11 ends the previous session, and responds with 303 without the code', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const before = await createUser(fixture, 'nadia@orchard.example')
    const driver = await signedIn(fixture)
    const { location, state } = await (async () => {
      const response = await driver.send('GET', '/authorize?provider=GoogleOAuth')
      const url = new URL(response.headers.get('location') ?? '')
      return { location: url, state: url.searchParams.get('state') }
    })()
    const code = await codeFor(fixture, location, 'grace@orchard.example')
    const response = await driver.send('GET', `/callback?code=${code}&state=${state}`)
    expect(response.status).toBe(303)
    expect(response.headers.get('cache-control')).toContain('no-store')
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
    expect(await response.text()).toBe('')
    expect(response.headers.get('location')).not.toContain(code)
    expect(await driver.signedInAs()).toBe('grace@orchard.example')
    expect((await fixture.client.listSessions({ userId: before.id })).data).toEqual([])
  })

  it('O12 refuses tokens of a user other than the one in the response', async () => {
    const fixture = await createFixture({}, (send) => async (input, init) => {
      const response = await send(input, init)
      if (!new Request(input, init).url.endsWith('/authenticate') || !response.ok) return response
      const body = await response.json()
      return Response.json({ ...body, user: { ...body.user, id: 'user_somebody_else' } })
    })
    await using _ = fixture.emulator
    await createUser(fixture, 'nadia@orchard.example')
    const driver = fixture.driver()
    await driver.open('sign-in')
    await driver.act('password', { email: 'nadia@orchard.example', password: PASSWORD })
    expect(driver.jar.names()).not.toContain(fixture.handler.cookieNames.session)
  })
})

describe('the handler', () => {
  const stateChanging = [
    '/sign-in/password',
    '/sign-up/password',
    '/sign-in/code/send',
    '/password/forgot',
    '/sign-out',
    '/me',
  ]

  it.each(stateChanging)(
    'X1 X2 refuses POST %s from another site, regardless of its content type',
    async (path) => {
      const fixture = await createFixture()
      await using _ = fixture.emulator
      for (const headers of [
        { origin: 'https://evil.example', 'content-type': 'application/json' },
        { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' },
        { 'content-type': 'text/plain' },
        { origin: appOrigin, 'sec-fetch-site': 'cross-site', 'content-type': 'application/json' },
      ] as Record<string, string>[]) {
        expect((await post(fixture, path, '', headers)).status).toBe(403)
      }
    },
  )

  it('X3 changes nothing for GET, HEAD or method overrides', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    await createUser(fixture, 'nadia@orchard.example')
    const driver = await signedIn(fixture)
    for (const path of ['/sign-out', '/sign-out?_method=POST', '/me/password', '/sign-in/password']) {
      for (const method of ['GET', 'HEAD']) {
        const headers = { cookie: driver.jar.header() ?? '', 'x-http-method-override': 'POST' }
        const response = await fixture.handler.handle(
          new Request(`${appOrigin}/auth${path}`, { method, headers }),
        )
        expect(response.status).toBe(405)
        expect(response.headers.getSetCookie()).toEqual([])
      }
    }
    expect(await driver.signedInAs()).toBe('nadia@orchard.example')
  })

  it('X4 sends no CORS headers', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const response = await get(fixture, '/session', { origin: 'https://evil.example' })
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
    const preflight = new Request(`${appOrigin}/auth/session`, {
      method: 'OPTIONS',
      headers: { origin: 'https://x.example' },
    })
    expect((await fixture.handler.handle(preflight)).status).toBe(405)
  })

  it.each([
    '//session',
    '/session//',
    '/session/%2f',
    '/%73ession',
    '/SESSION',
    '/session;x',
    '/x/..%2fsession',
    '/./%2e%2e/session',
  ])('X6 accepts no other spelling of a path: %s', async (path) => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    expect((await get(fixture, path)).status).toBe(404)
  })

  it('X7 R6 ignores identity and forwarding headers', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const response = await get(fixture, '/session', {
      'x-user-id': 'user_1',
      'x-middleware-subrequest': 'x',
      'x-original-url': '/auth/token',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
      host: 'evil.example',
    })
    expect(await response.json()).toMatchObject({ status: 'signed-out' })
    const begun = await get(fixture, '/authorize?provider=GoogleOAuth', {
      'sec-fetch-site': 'same-origin',
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
    })
    expect(begun.headers.get('location')).toContain(encodeURIComponent(`${appOrigin}/auth/callback`))
  })

  it('X8 reads the user and the organization from the session, never from the body', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    await createUser(fixture, 'nadia@orchard.example')
    const victim = await createUser(fixture, 'victim@orchard.example')
    const victimSession = await signedIn(fixture, 'victim@orchard.example')
    const { id: foreign } = await fixture.client.createOrganization({ name: 'Foreign' })
    const driver = await signedIn(fixture)
    await driver.send('PATCH', '/me', { userId: victim.id, firstName: 'Mallory' })
    expect((await fixture.client.getUser({ userId: victim.id })).firstName).toBeNull()
    const [session] = (await fixture.client.listSessions({ userId: victim.id })).data
    expect((await driver.send('DELETE', `/sessions/${session?.id}`)).status).toBe(404)
    expect(await victimSession.signedInAs()).toBe('victim@orchard.example')
    expect((await driver.send('POST', '/organization/switch', { organizationId: foreign })).status).toBe(400)
    expect((await driver.send('GET', `/members?organizationId=${foreign}`)).status).toBe(403)
  })

  it('H1 H2 H6 marks every response private, and sets each cookie once', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    await createUser(fixture, 'nadia@orchard.example')
    const signIn = await post(
      fixture,
      '/sign-in/password',
      JSON.stringify({ email: 'nadia@orchard.example', password: PASSWORD }),
      sameOrigin,
    )
    for (const response of [
      signIn,
      await get(fixture, '/session'),
      await get(fixture, '/nowhere'),
      await post(fixture, '/me', '{', sameOrigin),
    ]) {
      expect(response.headers.get('cache-control')).toBe('private, no-store')
      expect(response.headers.get('vary')).toContain('Cookie')
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(response.headers.get('referrer-policy')).toBe('no-referrer')
    }
    const names = signIn.headers.getSetCookie().map((line) => line.split('=', 1)[0])
    expect(new Set(names).size).toBe(names.length)
    expect(names).toContain(fixture.handler.cookieNames.session)
  })

  it('H4 H5 sends names and email addresses as data, escaped for a script element', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    await createUser(fixture, 'nadia@orchard.example', { firstName: '</script><img src=x>\u2028' })
    const driver = await signedIn(fixture)
    const text = await (await driver.send('GET', '/session')).text()
    expect(text).not.toMatch(/[<\u2028\u2029]/)
    expect(JSON.parse(text).user.firstName).toBe('</script><img src=x>\u2028')
  })

  it('S2 S4 treats damaged, foreign and duplicate cookies as no session, and clears them', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    await createUser(fixture, 'nadia@orchard.example')
    const driver = await signedIn(fixture)
    const good = driver.jar.get(fixture.handler.cookieNames.session) ?? ''
    for (const value of [
      '',
      'x',
      good.slice(0, -3),
      `${good}x`,
      `${good.slice(0, 40)}${good[40] === 'A' ? 'B' : 'A'}${good.slice(41)}`,
      '%00',
      '9'.repeat(9_000),
    ]) {
      const response = await get(fixture, '/session', {
        cookie: `${fixture.handler.cookieNames.session}=${value}`,
      })
      expect(await response.json()).toMatchObject({ status: 'signed-out', reason: 'invalid' })
      expect(response.headers.getSetCookie().join()).toContain(
        `${fixture.handler.cookieNames.session}=; Path=/; Max-Age=0`,
      )
    }
    const doubled = await get(fixture, '/session', {
      cookie: `${fixture.handler.cookieNames.session}=junk; ${fixture.handler.cookieNames.session}=${good}`,
    })
    expect(await doubled.json()).toMatchObject({ status: 'signed-in' })
  })

  it('S2 G3 accepts only sessions that it has sealed, for any cookies, and never fails', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    await createUser(fixture, 'nadia@orchard.example')
    const driver = await signedIn(fixture)
    const good = driver.jar.get(fixture.handler.cookieNames.session) ?? ''
    const value = fc.oneof(
      fc.stringMatching(/^[\x20-\x7e\x80-\xff]{0,20}$/),
      fc.nat(good.length).map((length) => good.slice(0, length)),
      fc.constantFrom(good, `2:${good}`, `4:${good}`, '4:', `${good}.`, good.replace(/^1\./, '2.')),
    )
    const name = fc
      .constantFrom(
        fixture.handler.cookieNames.session,
        'lk-session',
        fixture.handler.cookieNames.hint,
        '__Host-lk-flow-x',
      )
      .chain((one) => fc.constantFrom(one, `${one}.1`, `${one}.2`, `${one}.3`))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, value), { maxLength: 6 }), async (pairs) => {
        const cookie = pairs.map((pair) => pair.join('=')).join('; ')
        const { auth } = await fixture.handler.resolve({ headers: new Headers({ cookie }) })
        if (auth.status === 'signed-out') return
        expect(auth.user?.email).toBe('nadia@orchard.example')
        expect(cookie).toContain(good)
      }),
      { numRuns: Number(process.env.LATCHKEY_PROPERTY_RUNS ?? 200) },
    )
  })

  it('S5 keeps users signed in while the cookie secret rotates', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    await createUser(fixture, 'nadia@orchard.example')
    const driver = await signedIn(fixture)
    const cookie = driver.jar.header() ?? ''
    const next = 'Zk3NcV9bQwErTyUiOpAsDfGhJkLzXcVb'
    const rotated = createAuthHandler({
      client: fixture.client,
      appOrigin,
      cookieSecret: [next, cookieSecret],
      clock: fixture.clock,
    })
    expect((await rotated.resolve({ headers: new Headers({ cookie }) })).auth.status).toBe('signed-in')
    const without = createAuthHandler({
      client: fixture.client,
      appOrigin,
      cookieSecret: next,
      clock: fixture.clock,
    })
    expect((await without.resolve({ headers: new Headers({ cookie }) })).auth.status).toBe('signed-out')
  })

  it('G3 never responds with 5xx to hostile input', { timeout: 60_000 }, async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const paths = [
      '/sign-in/password',
      '/sign-in/code/verify',
      '/sign-in/mfa/verify',
      '/sign-in/organization',
      '/password/reset',
      '/invitation',
      '/organization/switch',
      '/me/factors/verify',
      '/members/x',
      '/sign-out',
    ]
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('..', '/', '%2e', '\0', 'a'.repeat(300)),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.dictionary(
          fc.constantFrom(
            'email',
            'password',
            'code',
            'flow',
            'token',
            'organizationId',
            'kind',
            'returnTo',
            '__proto__',
          ),
          text,
        ),
        text,
        async (path, fields, cookie) => {
          const headers = new Headers(sameOrigin)
          if (/^[\x20-\x7e]*$/.test(cookie))
            headers.set(
              'cookie',
              `${fixture.handler.cookieNames.session}=${cookie}; __Host-lk-flow-x=${cookie}`,
            )
          const request = new Request(`${appOrigin}/auth${path}`, {
            method: 'POST',
            body: JSON.stringify(fields),
            headers,
          })
          expect((await fixture.handler.handle(request)).status).toBeLessThan(500)
        },
      ),
      { numRuns: Number(process.env.LATCHKEY_PROPERTY_RUNS ?? 300) },
    )
  })

  it('G1 shows no secret in any response, event or page', async () => {
    const events: unknown[] = []
    const fixture = await createFixture({ onEvent: (event) => events.push(event) })
    await using _ = fixture.emulator
    await createUser(fixture, 'nadia@orchard.example')
    const user = await createUser(fixture, 'mfa@orchard.example')
    await fixture.client.enrollAuthFactor({ userId: user.id, type: 'totp' })
    const seen: string[] = []
    const driver = fixture.driver()
    const watch = async (response: Response) => {
      seen.push(await response.clone().text(), response.headers.get('location') ?? '')
      return response
    }
    await watch(
      await driver.send('POST', '/sign-in/password', { email: 'mfa@orchard.example', password: PASSWORD }),
    )
    await watch(await driver.send('POST', '/sign-in/code/send', { email: 'nadia@orchard.example' }))
    const email = await fixture.control.email('nadia@orchard.example', 'magic_auth')
    await watch(await driver.send('POST', '/password/forgot', { email: 'nadia@orchard.example' }))
    const reset = await fixture.control.email('nadia@orchard.example', 'password_reset')
    await driver.open('sign-in')
    await driver.act('password', { email: 'nadia@orchard.example', password: PASSWORD })
    for (const path of [
      '/session',
      '/me',
      '/sessions',
      '/me/factors',
      '/organizations',
      '/config',
      '/flow',
    ]) {
      await watch(await driver.send('GET', path))
    }
    const { auth } = await fixture.handler.resolve({
      headers: new Headers({ cookie: driver.jar.header() ?? '' }),
    })
    seen.push(
      JSON.stringify(events),
      JSON.stringify(auth),
      JSON.stringify(fixture.client),
      JSON.stringify(fixture.handler),
    )
    const token = auth.status === 'signed-in' ? auth.accessToken() : ''
    const secrets = [
      fixture.emulator.default.apiKey,
      cookieSecret,
      PASSWORD,
      email.code,
      reset.token,
      token,
      token.split('.')[2],
    ]
    for (const secret of secrets) {
      expect(secret).toBeTruthy()
      for (const text of seen) expect(text).not.toContain(secret)
    }
    expect(seen.join()).not.toMatch(/pending_?authentication_?token|refresh_?token|code_?verifier/i)
  })

  it('G8 makes the same decision for every entry point', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    await createUser(fixture, 'nadia@orchard.example')
    const driver = await signedIn(fixture)
    for (const cookie of [driver.jar.header() ?? '', `${fixture.handler.cookieNames.session}=junk`, '']) {
      const request = new Request(`${appOrigin}/x`, { headers: { cookie } })
      const resolved = await fixture.handler.resolve(request)
      const called = await fixture.handler.call(request, 'GET /session')
      const handled = await get(fixture, '/session', { cookie })
      expect((called.body as { status: string }).status).toBe(resolved.auth.status)
      expect(await handled.json()).toMatchObject({ status: resolved.auth.status })
      expect((await called.cookies()).length).toBe(handled.headers.getSetCookie().length)
    }
  })
})

describe('an account', () => {
  it('A1 cannot be detected, because known, unknown and unverified email addresses get the same response', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    await createUser(fixture, 'known@orchard.example')
    await createUser(fixture, 'unverified@orchard.example', { emailVerified: false })
    const emails = ['known@orchard.example', 'unknown@orchard.example', 'unverified@orchard.example']
    const attempts: [string, Record<string, string>][] = [
      ['/sign-in/password', { password: 'wrong-password-1' }],
      ['/sign-in/code/send', {}],
      ['/password/forgot', {}],
      ['/sign-up/password', { password: 'another-good-password-9' }],
    ]
    for (const [path, fields] of attempts) {
      const responses = await Promise.all(
        emails.map(async (email) => {
          const response = await post(fixture, path, JSON.stringify({ ...fields, email }), sameOrigin)
          const body = (await response.json()) as FlowPayload
          const cookies = response.headers
            .getSetCookie()
            .map((line) => line.replaceAll(/=[^;]*|[\w-]+-flow-[^=]*/g, ''))
          const shown = JSON.stringify({ ...body, flow: undefined }).replaceAll(email, '')
          return {
            status: response.status,
            shown,
            cookies: cookies.length,
            headers: [...response.headers.keys()].sort(),
          }
        }),
      )
      expect(new Set(responses.map((one) => JSON.stringify(one))).size, path).toBe(1)
    }
  })

  it.each([
    'a@b@c.example',
    '"a"@b.example',
    'a,b@c.example',
    '<a@b.example>',
    'a@b',
    `a@${'b'.repeat(250)}.example`,
    'a\u0000@b.example',
    'a@b.example\nbcc:x',
  ])('A5 cannot have the email address %j', async (email) => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const response = await post(fixture, '/sign-in/code/send', JSON.stringify({ email }), sameOrigin)
    expect(response.status).toBe(400)
    expect(((await response.json()) as FlowPayload).error).toMatchObject({
      code: 'email_invalid',
      field: 'email',
    })
  })

  it('A5 has an email address that is normalized before it is sent to the API', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    await post(
      fixture,
      '/sign-in/code/send',
      JSON.stringify({ email: ' Ｎadia@BÜCHER.example ' }),
      sameOrigin,
    )
    expect((await fixture.control.email('nadia@xn--bcher-kva.example', 'magic_auth')).code).toMatch(/^\d{6}$/)
  })

  it('A8 can be created only with a pending invitation to exactly this email address if sign-ups are closed', async () => {
    const fixture = await createFixture({ signUp: false })
    await using _ = fixture.emulator
    const { id: organizationId } = await fixture.client.createOrganization({ name: 'Orchard' })
    await fixture.client.sendInvitation({ email: 'tomas@orchard.example', organizationId })
    const { token = '' } = await fixture.control.email('tomas@orchard.example', 'invitation')
    const register = async (email: string, invitationToken: string) => {
      const fields = { email, password: PASSWORD, invitationToken, kind: 'invitation' }
      const response = await post(fixture, '/sign-up/password', JSON.stringify(fields), sameOrigin)
      return ((await response.json()) as FlowPayload).error?.code
    }
    expect(await register('mallory@orchard.example', 'made-up')).toBe('invitation_invalid')
    expect(await register('mallory@orchard.example', token)).toBe('invitation_cannot_be_used_for_email')
    expect(await register('mallory@orchard.example', '')).toBe('sign_up_not_allowed')
    expect((await fixture.client.listUsers({ email: 'mallory@orchard.example' })).data).toEqual([])
    expect(await register('tomas@orchard.example', token)).toBeUndefined()
    expect((await fixture.client.listUsers({ email: 'tomas@orchard.example' })).data).toHaveLength(1)
  })

  it('A8 is not created with a code if sign-ups are closed, and the response does not reveal that', async () => {
    const fixture = await createFixture({ signUp: false })
    await using _ = fixture.emulator
    await createUser(fixture, 'nadia@orchard.example')
    const steps = []
    for (const email of ['nadia@orchard.example', 'mallory@orchard.example']) {
      const response = await post(fixture, '/sign-in/code/send', JSON.stringify({ email }), sameOrigin)
      steps.push({ status: response.status, step: ((await response.json()) as FlowPayload).step.name })
    }
    expect(steps[0]).toEqual(steps[1])
    expect((await fixture.client.listUsers({ email: 'mallory@orchard.example' })).data).toEqual([])
  })

  it('A1 gets a response before an email is sent, and an email that could not be sent is reported', async () => {
    const events: string[] = []
    const sent: string[] = []
    const fixture = await createFixture({
      sendEmail: async ({ to }) => {
        sent.push(to)
        await new Promise((resolve) => setTimeout(resolve, 0))
        throw new Error('The mail server is down.')
      },
      onEvent: (event) => void (event.type === 'failed' && events.push(event.code)),
    })
    await using _ = fixture.emulator
    const email = 'nadia@orchard.example'
    await createUser(fixture, email)
    const response = await post(fixture, '/sign-in/code/send', JSON.stringify({ email }), sameOrigin)
    expect(response.status).toBe(200)
    expect(sent).toEqual([email])
    await expect.poll(() => events).toEqual(['email_not_sent'])
  })

  it('A1 cannot be detected by the size of cookies', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    await createUser(fixture, 'nadia@orchard.example')
    const sizes = []
    for (const email of ['nadia@orchard.example', 'ghost@orchard.example']) {
      const fields = { email, password: `${PASSWORD}-mine`, firstName: 'Ann' }
      const response = await post(fixture, '/sign-up/password', JSON.stringify(fields), sameOrigin)
      sizes.push(response.headers.getSetCookie().map((line) => line.length))
    }
    expect(sizes[0]).toEqual(sizes[1])
  })

  it('A8 cannot accept an invitation for another user, which stays pending', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    await createUser(fixture, 'nadia@orchard.example')
    const driver = await signedIn(fixture)
    const { id: organizationId } = await fixture.client.createOrganization({ name: 'Orchard' })
    const invitation = await fixture.client.sendInvitation({ email: 'tomas@orchard.example', organizationId })
    const { token } = await fixture.control.email('tomas@orchard.example', 'invitation')
    const response = await driver.send('POST', '/invitation', { token })
    expect(await response.json()).toMatchObject({ error: { code: 'invitation_cannot_be_used_for_email' } })
    expect((await fixture.client.getInvitation({ invitationId: invitation.id })).state).toBe('pending')
  })

  it('A9 cannot be accessed between the password and the second factor', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const user = await createUser(fixture, 'mfa@orchard.example')
    await fixture.client.enrollAuthFactor({ userId: user.id, type: 'totp' })
    const driver = fixture.driver()
    await driver.open('sign-in')
    await driver.act('password', { email: user.email, password: PASSWORD })
    expect(await driver.step()).toBe('mfa-challenge')
    expect((await driver.send('GET', '/me')).status).toBe(401)
    expect((await driver.send('POST', '/me/factors')).status).toBe(401)
    await driver.act('send-code', { email: user.email })
    expect(await driver.errorCode()).toBe('flow_not_found')
  })

  it('A11 can change its email address only after a recent sign-in', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    await createUser(fixture, 'nadia@orchard.example')
    const driver = await signedIn(fixture)
    fixture.emulator.default.clock.advance({ minutes: 11 })
    const response = await driver.send('POST', '/me/email/send', { newEmail: 'new@orchard.example' })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ error: { code: 'reauthentication_required' } })
  })
})

describe('createAuthHandler', () => {
  const client = createClient({ apiKey: 'sk_test_x', clientId: 'client_x', baseUrl: 'http://localhost:1' })
  const good = { client, appOrigin, cookieSecret }

  it.each([
    ['an http origin that is not loopback', { appOrigin: 'http://app.example.com' }],
    ['an origin with a query', { appOrigin: 'https://app.example.com/?x' }],
    ['no secret', { cookieSecret: '' }],
    ['a base path with dots', { basePath: '/../auth' }],
    ['a negative skew', { clockSkewSeconds: -1 }],
    ['a return path to another site', { returnTo: 'https://evil.example' }],
    ['a domain that is not a parent of its host', { cookieDomain: 'evil.example' }],
    ['a session age of zero', { sessionMaxAgeSeconds: 0 }],
  ])('refuses %s', (_name, options) => {
    expect(() => createAuthHandler({ ...good, ...options })).toThrow(
      /appOrigin|cookieSecret|basePath|clockSkew|return|cookieDomain|sessionMaxAge/,
    )
  })

  it('serves several browsers with the same handler at the same time, without mixing them up', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const emails = Array.from({ length: 20 }, (_, index) => `person-${index}@orchard.example`)
    await Promise.all(emails.map((email) => createUser(fixture, email)))
    const seen = await Promise.all(
      emails.map(async (email) => {
        const driver = handlerDriver({ handler: fixture.handler, mode: 'json' })
        await driver.open('sign-in')
        await driver.act('password', { email, password: PASSWORD })
        return driver.signedInAs()
      }),
    )
    expect(seen).toEqual(emails)
  })
})
