import fc from 'fast-check'
import { decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'
import { ROUTES } from '../../src/handler/routes/routes.ts'
import {
  type AccessRefusal,
  AccessRefusedError,
  checkRequirement,
  createAuthHandler,
  createClient,
  decideRequest,
  type Requirement,
  type SignedIn,
} from '../../src/server.ts'
import { createBearerResolver } from '../../src/session/bearer-token.ts'
import { fakeService, sessionWith, user } from '../session/fake-service.ts'
import { appOrigin, cookieSecret, createFixture } from './fixture.ts'
import { PASSWORD } from './signed-in-fixture.ts'

type Options = NonNullable<Parameters<typeof createFixture>[0]>
type Fixture = Awaited<ReturnType<typeof bearerFixture>>

/** Nadia has a browser with a session, and a mobile app with its own tokens. */
async function bearerFixture(options: Options = {}, intercept?: Parameters<typeof createFixture>[1]) {
  const fixture = await createFixture({ bearer: true, ...options }, intercept)
  const nadia = await fixture.client.createUser({
    email: 'nadia@orchard.example',
    password: PASSWORD,
    emailVerified: true,
  })
  const browser = fixture.driver()
  await browser.open('sign-in')
  await browser.act('password', { email: nadia.email, password: PASSWORD })
  return { ...fixture, nadia, browser, cookie: browser.jar.header() as string }
}

async function tokenFor({ client }: Pick<Fixture, 'client'>, email = 'nadia@orchard.example') {
  const outcome = await client.authenticateWithPassword({ email, password: PASSWORD })
  if (outcome.status !== 'complete') throw new Error(outcome.status)
  return outcome.tokens
}

const withToken = (token: string, headers: Record<string, string> = {}) =>
  new Request(`${appOrigin}/api/notes`, { headers: { authorization: `Bearer ${token}`, ...headers } })

const callRoute = (
  { handler }: Pick<Fixture, 'handler'>,
  name: string,
  token: string,
  { body = {}, headers = {} }: { body?: object; headers?: Record<string, string> } = {},
) => {
  const [method = 'GET', path = ''] = name.split(' ')
  return handler.handle(
    new Request(`${appOrigin}/auth${path.replace(':id', 'id_1')}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: method === 'GET' ? undefined : JSON.stringify(body),
    }),
  )
}

const signedInAuth = async (fixture: Pick<Fixture, 'handler'>, token: string, headers = {}) => {
  const { auth, cookies } = await fixture.handler.resolve(withToken(token, headers))
  expect(auth.status).toBe('signed-in')
  expect(await cookies()).toEqual([])
  return auth as SignedIn
}

describe('a caller with an access token', () => {
  it('RE-3: is resolved to the user of the token, like a caller with a cookie', async () => {
    const fixture = await bearerFixture()
    await using _ = fixture.emulator
    const { accessToken } = await tokenFor(fixture)
    const byToken = await signedInAuth(fixture, accessToken)
    const { auth } = await fixture.handler.resolve({ headers: new Headers({ cookie: fixture.cookie }) })
    const { user } = auth as SignedIn
    expect(byToken.user).toEqual(user)
    expect(byToken).toMatchObject({ isBearer: true, sessionId: decodeJwt(accessToken).sid })
    expect(byToken.accessToken()).toBe(accessToken)
    expect(byToken.authenticatedAt).toBe(Number(decodeJwt(accessToken).auth_time) * 1000)
  })

  it('RE-3: is signed out if the app has not enabled tokens, and a cookie still works', async () => {
    const fixture = await bearerFixture({ bearer: false })
    await using _ = fixture.emulator
    const { accessToken } = await tokenFor(fixture)
    expect((await fixture.handler.resolve(withToken(accessToken))).auth.status).toBe('signed-out')
    const both = await fixture.handler.resolve(withToken('nonsense', { cookie: fixture.cookie }))
    expect(both.auth.status).toBe('signed-in')
    const response = await callRoute(fixture, 'PATCH /me', accessToken, {
      headers: { cookie: fixture.cookie },
    })
    expect(response.status).toBe(403)
  })

  it('T1, T2, RE-3: is refused with an invalid token regardless of cookies, and no cookie is set or cleared', async () => {
    const fixture = await bearerFixture()
    await using _ = fixture.emulator
    const { accessToken } = await tokenFor(fixture)
    const [head, body, tail = ''] = accessToken.split('.')
    const bad = [
      '',
      'nonsense',
      'a.b.c',
      `${head}.${body}.${tail.slice(0, -4)}AAAA`,
      `${head}.${body}.`,
      `${accessToken}, Bearer ${accessToken}`,
      `${accessToken} ${accessToken}`,
      'x'.repeat(70_000),
    ]
    for (const token of bad) {
      const { auth, cookies } = await fixture.handler.resolve(withToken(token, { cookie: fixture.cookie }))
      expect([auth, await cookies()]).toEqual([
        { status: 'signed-out', user: undefined, reason: 'invalid', isBearer: true },
        [],
      ])
      for (const name of ['GET /session', 'GET /config', 'POST /sign-out', 'POST /sign-in/password']) {
        const response = await callRoute(fixture, name, token, {
          headers: { cookie: fixture.cookie, origin: appOrigin },
        })
        expect([name, response.status]).toEqual([name, 401])
        expect(response.headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token"/)
        expect(response.headers.getSetCookie()).toEqual([])
      }
    }
    expect((await fixture.browser.send('GET', '/me')).status).toBe(200)
  })

  it('T1, RE-3: never falls back to the cookie, regardless of the text after Bearer in the header', async () => {
    const fixture = await bearerFixture()
    await using _ = fixture.emulator
    const scheme = fc.constantFrom('Bearer', 'bearer', 'BEARER', 'bEaReR')
    const rest = fc.stringMatching(/^[ -~]{0,60}$/).map((text) => (text === '' ? '' : ` ${text}`))
    await fc.assert(
      fc.asyncProperty(scheme, rest, async (name, text) => {
        const headers = new Headers({ authorization: name + text, cookie: fixture.cookie })
        const { auth, cookies } = await fixture.handler.resolve({ headers })
        expect([auth.status === 'signed-in', await cookies()]).toEqual([false, []])
      }),
      { numRuns: 200 },
    )
    const basic = new Headers({ authorization: 'Basic c3RhZ2luZzpzZWNyZXQ=', cookie: fixture.cookie })
    expect((await fixture.handler.resolve({ headers: basic })).auth.status).toBe('signed-in')
  })

  it('T2, RE-3: is refused with a token of another client or another key, or with an expired token', async () => {
    const fixture = await bearerFixture()
    await using _ = fixture.emulator
    const other = await bearerFixture()
    await using __ = other.emulator
    const { accessToken } = await tokenFor(fixture)
    const foreign = await tokenFor(other)
    expect((await fixture.handler.resolve(withToken(foreign.accessToken))).auth).toMatchObject({
      reason: 'invalid',
    })
    const client = createClient({
      apiKey: fixture.emulator.default.apiKey,
      clientId: 'client_of_another_app',
      baseUrl: fixture.emulator.url,
      fetch: async () => Response.json(await fixture.client.getJwks()),
    })
    const clock = fixture.clock
    const elsewhere = createAuthHandler({ client, appOrigin, cookieSecret, clock, log: false, bearer: true })
    expect((await elsewhere.resolve(withToken(accessToken))).auth).toMatchObject({ reason: 'invalid' })
    await fixture.emulator.default.clock.advance(6 * 60_000)
    expect((await fixture.handler.resolve(withToken(accessToken))).auth).toMatchObject({ reason: 'expired' })
    const response = await callRoute(fixture, 'GET /me', accessToken)
    expect(response.headers.get('www-authenticate')).toBe(
      'Bearer error="invalid_token", error_description="The access token has expired"',
    )
  })

  it('RE-3: is signed out when the session reaches its maximum age', async () => {
    const fixture = await bearerFixture({ sessionMaxAgeSeconds: 400 })
    await using _ = fixture.emulator
    const { refreshToken } = await tokenFor(fixture)
    await fixture.emulator.default.clock.advance(390_000)
    const refreshed = await fixture.client.authenticateWithRefreshToken({ refreshToken })
    const token = refreshed.status === 'complete' ? refreshed.tokens.accessToken : ''
    expect((await fixture.handler.resolve(withToken(token))).auth.status).toBe('signed-in')
    await fixture.emulator.default.clock.advance(20_000)
    expect((await fixture.handler.resolve(withToken(token))).auth).toMatchObject({ reason: 'expired' })
  })

  it('T3, RE-3: can change data without an origin or from any origin, which a caller with a cookie cannot', async () => {
    const fixture = await bearerFixture()
    await using _ = fixture.emulator
    const { accessToken } = await tokenFor(fixture)
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    for (const headers of [{}, foreign]) {
      const response = await callRoute(fixture, 'PATCH /me', accessToken, {
        body: { firstName: 'Nadia' },
        headers,
      })
      expect(response.status).toBe(200)
      expect(response.headers.getSetCookie()).toEqual([])
      const withCookie = new Headers({ ...headers, cookie: fixture.cookie })
      expect(fixture.handler.isSameOrigin({ method: 'POST', headers: withCookie })).toBe(false)
      expect(fixture.handler.isSameOrigin({ method: 'POST', headers: withToken(accessToken).headers })).toBe(
        true,
      )
    }
    expect((await signedInAuth(fixture, accessToken)).user.firstName).toBe('Nadia')
  })

  it('T1, RE-3: cannot use a route that needs cookies, and no route sets a cookie', async () => {
    const fixture = await bearerFixture()
    await using _ = fixture.emulator
    const { accessToken } = await tokenFor(fixture)
    for (const name of ROUTES.keys()) {
      if (name === 'POST /sign-out') continue
      const headers = { cookie: fixture.cookie, 'user-agent': 'tests' }
      const response = await callRoute(fixture, name, accessToken, { headers })
      expect([name, response.headers.getSetCookie()]).toEqual([name, []])
      expect([name, response.status < 500, response.status !== 303]).toEqual([name, true, true])
      const isOfFlow =
        /\/(sign-in|sign-up|password\/|authorize|callback|device|flow|invitation$|organization\/switch)/.test(
          name,
        )
      if (isOfFlow) expect([name, response.status]).toEqual([name, 400])
    }
  })

  it('RE-3: signs out its own session, but not the session of a cookie in the same request', async () => {
    const fixture = await bearerFixture()
    await using _ = fixture.emulator
    const { accessToken } = await tokenFor(fixture)
    const response = await callRoute(fixture, 'POST /sign-out', accessToken, {
      headers: { cookie: fixture.cookie },
    })
    expect([response.status, response.headers.getSetCookie()]).toEqual([200, []])
    expect((await fixture.handler.resolve(withToken(accessToken))).auth).toMatchObject({
      reason: 'signed-out',
    })
    const { data } = await fixture.client.listSessions({ userId: fixture.nadia.id })
    const sid = decodeJwt(accessToken).sid
    expect(data.find(({ id }) => id === sid)?.status ?? 'ended').not.toBe('active')
    expect((await fixture.browser.send('GET', '/me')).status).toBe(200)
  })

  it('T4, P4, RE-3: has read-only access if the token belongs to an impersonation', async () => {
    const fixture = await bearerFixture({
      exposeAccessToken: true,
      impersonation: { allow: ['access-token'] },
    })
    await using _ = fixture.emulator
    await fixture.control.impersonate(fixture.nadia.id, 'support@latchkey.example', 'A question')
    const operator = fixture.driver()
    await operator.open('sign-in')
    await operator.authorize({ provider: 'authkit' }, fixture.nadia.email)
    const { token } = (await (await operator.send('GET', '/token')).json()) as { token: string }
    const auth = await signedInAuth(fixture, token)
    expect(auth.impersonator?.email).toBe('support@latchkey.example')
    expect(checkRequirement(auth, { allowImpersonation: false })).toBe('forbidden')
    expect(checkRequirement(auth, { freshWithin: 3_600 }, fixture.clock.now())).toBe('forbidden')
    const response = await callRoute(fixture, 'PATCH /me', token, { body: { firstName: 'Eve' } })
    expect(response.status).toBe(403)
    expect(response.headers.get('www-authenticate')).toBe('Bearer error="insufficient_scope"')
    // Signing out everywhere ends only the impersonation.
    expect((await callRoute(fixture, 'POST /sign-out', token, { body: { everywhere: 'true' } })).status).toBe(
      200,
    )
    expect((await fixture.handler.resolve(withToken(token))).auth).toMatchObject({ reason: 'signed-out' })
    expect((await fixture.browser.send('GET', '/me')).status).toBe(200)
  })

  it('P4, RE-3: ends all sessions of the user at a sign-out everywhere', async () => {
    const fixture = await bearerFixture()
    await using _ = fixture.emulator
    const { accessToken } = await tokenFor(fixture)
    await callRoute(fixture, 'POST /sign-out', accessToken, { body: { everywhere: 'true' } })
    const { data } = await fixture.client.listSessions({ userId: fixture.nadia.id })
    expect(data.filter(({ status }) => status === 'active')).toEqual([])
  })

  it('RE-3: is only in the organization of the token', async () => {
    const fixture = await bearerFixture()
    await using _ = fixture.emulator
    const [own, other] = [
      await fixture.client.createOrganization({ name: 'Orchard' }),
      await fixture.client.createOrganization({ name: 'Meadow' }),
    ]
    for (const { id } of [own, other])
      await fixture.client.createOrganizationMembership({
        userId: fixture.nadia.id,
        organizationId: id,
        roleSlug: 'admin',
      })
    const outcome = await fixture.client.authenticateWithPassword({
      email: fixture.nadia.email,
      password: PASSWORD,
    })
    if (outcome.status !== 'organization_selection_required') throw new Error(outcome.status)
    const { pendingAuthenticationToken } = outcome
    const selected = await fixture.client.authenticateWithOrganizationSelection({
      pendingAuthenticationToken,
      organizationId: own.id,
    })
    const token = selected.status === 'complete' ? selected.tokens.accessToken : ''
    expect(await signedInAuth(fixture, token)).toMatchObject({ organizationId: own.id, role: 'admin' })
    const elsewhere = await signedInAuth(fixture, token, { 'latchkey-organization': other.id })
    expect(elsewhere).toMatchObject({ organizationId: undefined, refusedOrganizationId: other.id, roles: [] })
    expect(() => elsewhere.accessToken()).toThrow()
    expect((await signedInAuth(fixture, token, { 'latchkey-organization': own.id })).role).toBe('admin')
  })

  it('RE-3: gets the same decision from a guard as a caller with a cookie, but never a redirect', async () => {
    const fixture = await bearerFixture()
    await using _ = fixture.emulator
    const { accessToken } = await tokenFor(fixture)
    const requirements: [Requirement, string, string | undefined][] = [
      [{}, 'allowed', undefined],
      [{ freshWithin: 60 }, 'allowed', undefined],
      [{ role: 'admin' }, 'forbidden', 'insufficient_scope'],
      [{ organization: true }, 'organization_required', 'insufficient_scope'],
    ]
    const decide = async (token: string, requirement: Requirement) => {
      const request = withToken(token, { accept: 'text/html', cookie: fixture.cookie })
      const { auth } = await fixture.handler.resolve(request)
      return decideRequest(fixture.handler, auth, requirement, request, { onMissing: 'redirect' })
    }
    for (const [requirement, expected, error] of requirements) {
      const decision = await decide(accessToken, requirement)
      expect('code' in decision ? decision.code : decision.outcome).toBe(expected)
      if (error === undefined) continue
      expect((decision as AccessRefusal).headers).toEqual({ 'www-authenticate': `Bearer error="${error}"` })
    }
    const refused = await decide('nonsense', {})
    expect(refused).toMatchObject({ outcome: 'refused', status: 401, code: 'signed_out' })
    const { headers } = new AccessRefusedError(refused as AccessRefusal)
    expect(headers['www-authenticate']).toMatch(/^Bearer error="invalid_token"/)
    await fixture.emulator.default.clock.advance(120_000)
    const old = await decide(accessToken, { freshWithin: 60 })
    expect(old).toMatchObject({
      code: 'reauthentication_required',
      headers: { 'www-authenticate': 'Bearer error="insufficient_user_authentication"' },
    })
  })

  it('RE-3: has no recent sign-in if the token does not contain the time of the sign-in', async () => {
    const { verifier, clock } = fakeService()
    const { accessToken } = await sessionWith()
    const resolve = createBearerResolver({
      verifier,
      clock,
      maximumAgeMs: 60_000,
      wasSignedOutHere: () => false,
      findUser: async () => user,
    })
    const auth = await resolve(accessToken, undefined)
    expect(auth).toMatchObject({ status: 'signed-in', authenticatedAt: 0 })
    expect(checkRequirement(auth as SignedIn, { freshWithin: 3_600 }, clock.now())).toBe('not-fresh')
  })
})

describe('an access token while the API is unavailable', () => {
  it('T5, RE-3: is neither valid nor invalid while the keys or the user cannot be fetched, and a cached user stays signed in', async () => {
    const down = { is: false, calls: 0 }
    const fixture = await bearerFixture({}, (send) => async (input, init) => {
      const { url } = new Request(input, init)
      if (/\/users\/user_/.test(url)) down.calls += 1
      if (down.is) throw new TypeError('fetch failed')
      return send(input, init)
    })
    await using _ = fixture.emulator
    const { accessToken } = await tokenFor(fixture)
    down.is = true
    const unknown = await fixture.handler.resolve(withToken(accessToken, { cookie: fixture.cookie }))
    expect([unknown.auth.status, await unknown.cookies()]).toEqual(['stale', []])
    expect((await callRoute(fixture, 'GET /session', accessToken)).status).toBe(503)
    down.is = false
    await signedInAuth(fixture, accessToken)
    down.calls = 0
    await Promise.all(Array.from({ length: 20 }, () => signedInAuth(fixture, accessToken)))
    expect(down.calls).toBe(0)
    await fixture.emulator.default.clock.advance(4 * 60_000)
    down.is = true
    await signedInAuth(fixture, accessToken)
  })

  it('RE-3: causes one request for the user in parallel calls, and is refused after the user was deleted', async () => {
    const calls: string[] = []
    const fixture = await bearerFixture({}, (send) => async (input, init) => {
      const { url, method } = new Request(input, init)
      if (method === 'GET' && /\/users\/user_\w+$/.test(url)) calls.push(url)
      return send(input, init)
    })
    await using _ = fixture.emulator
    const { accessToken, refreshToken } = await tokenFor(fixture)
    calls.length = 0
    await Promise.all(Array.from({ length: 20 }, () => signedInAuth(fixture, accessToken)))
    expect(calls).toHaveLength(1)
    await fixture.emulator.default.clock.advance(4 * 60_000)
    const refreshed = await fixture.client.authenticateWithRefreshToken({ refreshToken })
    const token = refreshed.status === 'complete' ? refreshed.tokens.accessToken : ''
    await fixture.client.deleteUser({ userId: fixture.nadia.id })
    await fixture.emulator.default.clock.advance(2 * 60_000)
    expect((await fixture.handler.resolve(withToken(token))).auth).toMatchObject({ reason: 'revoked' })
  })

  it('G1, RE-3: causes no event if it is invalid, and is not part of the auth value in JSON', async () => {
    const events: unknown[] = []
    const fixture = await bearerFixture({ onEvent: (event) => events.push(event) })
    await using _ = fixture.emulator
    const { accessToken } = await tokenFor(fixture)
    const forged = `${accessToken.slice(0, -4)}AAAA`
    events.length = 0
    for (const token of [forged, 'nonsense', 'a.b.c']) await fixture.handler.resolve(withToken(token))
    expect(events).toEqual([])
    const { auth } = await fixture.handler.resolve(withToken(accessToken))
    expect(JSON.stringify(auth)).not.toContain(accessToken.split('.')[2])
  })
})
