import { describe, expect, it } from 'vitest'
import type { Coordinator, HandlerEvent, PendingCookies } from '../../src/server.ts'
import {
  createAuthHandler,
  loadAccountPage,
  memoryCoordinator,
  personalResponse,
  serializeCookie,
  takeAccountAction,
  takeFlowAction,
} from '../../src/server.ts'
import { handlerDriver, manualClock } from '../../src/testing.ts'
import { appOrigin, cookieSecret } from './fixture.ts'
import { advance, MINUTE, PASSWORD, request, signedInFixture } from './signed-in-fixture.ts'

describe('a refresh', () => {
  it('F1 happens once for a thousand parallel requests with one expired token, and keeps them all signed in', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    await advance(fixture, 6 * MINUTE)
    const cookie = fixture.driver.jar.header()
    const resolved = await Promise.all(
      Array.from({ length: 1_000 }, () => fixture.handler.resolve(request(cookie))),
    )
    expect(fixture.refreshes).toHaveLength(1)
    expect(new Set(resolved.map(({ auth }) => auth.status))).toEqual(new Set(['signed-in']))
    expect(resolved.every(({ hasCookies }) => hasCookies)).toBe(true)
  })

  it('F1 is returned to a late request with the old cookie', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    await advance(fixture, 6 * MINUTE)
    const cookie = fixture.driver.jar.header()
    await fixture.handler.resolve(request(cookie))
    for (let minute = 1; minute < 9; minute += 1) {
      await advance(fixture, MINUTE)
      expect((await fixture.handler.resolve(request(cookie))).auth.status).toBe('signed-in')
    }
  })

  it('F1 happens once across several instances that share a coordinator', async () => {
    const coordinator = memoryCoordinator()
    const fixture = await signedInFixture({ coordinator })
    await using _ = fixture.emulator
    await advance(fixture, 6 * MINUTE)
    const cookie = fixture.driver.jar.header()
    const instances = [1, 2, 3].map(() =>
      createAuthHandler({
        client: fixture.client,
        appOrigin,
        cookieSecret,
        clock: fixture.clock,
        coordinator,
      }),
    )
    const all = await Promise.all(
      instances.flatMap((one) => [1, 2, 3, 4].map(() => one.resolve(request(cookie)))),
    )
    expect(fixture.refreshes).toHaveLength(1)
    expect(all.map(({ auth }) => auth.status)).toEqual(Array(12).fill('signed-in'))
  })

  it('F2, R7: is taken over within four seconds after the instance that holds the lease has crashed', async () => {
    const leaseClock = manualClock()
    const coordinator = memoryCoordinator({ clock: leaseClock })
    const fixture = await signedInFixture({ coordinator })
    await using _ = fixture.emulator
    await advance(fixture, 6 * MINUTE)
    // An instance acquired the lease and crashed, so it will neither publish a result nor release the lease.
    expect(await leaseOfNextRefresh(fixture, coordinator)).toBe(true)
    const resolving = fixture.handler.resolve(request(fixture.driver.jar.header()))
    expect(fixture.refreshes).toHaveLength(0)
    leaseClock.advance(3_000)
    expect((await resolving).auth.status).toBe('signed-in')
    expect(fixture.refreshes).toHaveLength(1)
  })

  it('R3: signs no user out if the refresh takes longer than the request waits', async () => {
    const clock = manualClock(Date.now() + 6 * MINUTE)
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    await advance(fixture, 6 * MINUTE)
    const handler = createAuthHandler({ client: fixture.client, appOrigin, cookieSecret, clock })
    const cookie = fixture.driver.jar.header()
    let respond = () => {}
    const held = new Promise<void>((resolve) => {
      respond = resolve
    })
    const started = new Promise<void>((resolve) => {
      fixture.transport.response = async (_request, next) => {
        // The API has already used the token. Only its response is late.
        const response = await next()
        resolve()
        await held
        return response
      }
    })
    await handler.warm()
    const first = handler.resolve(request(cookie))
    await started
    clock.advance(6_000)
    expect((await first).auth.status).toBe('stale')
    respond()
    await handler.settled()
    const second = await handler.resolve(request(cookie))
    expect(second.auth.status).toBe('signed-in')
    expect((await second.cookies()).length).toBeGreaterThan(0)
    expect(fixture.refreshes).toHaveLength(1)
  })

  it('R14: happens without the coordinator if the app allows it', async () => {
    const away = () => Promise.reject(new Error('connection refused'))
    const events: string[] = []
    const fixture = await signedInFixture({
      coordinator: { read: away, publish: away, acquire: away, count: away },
      refreshWithoutCoordinator: true,
      onEvent: (event) => void ('code' in event && events.push(event.code)),
    })
    await using _ = fixture.emulator
    await advance(fixture, 6 * MINUTE)
    const cookie = fixture.driver.jar.header()
    const all = await Promise.all([1, 2, 3].map(() => fixture.handler.resolve(request(cookie))))
    expect(all.map(({ auth }) => auth.status)).toEqual(Array(3).fill('signed-in'))
    expect(fixture.refreshes).toHaveLength(1)
    expect(new Set(events)).toEqual(new Set(['coordinator_unavailable']))
  })

  type Fixture = Awaited<ReturnType<typeof signedInFixture>>

  it('F7, S-10: sets no cookie in a page that calls the handler if the session was signed out in the meantime', async () => {
    const page = ({ driver }: Fixture, method = 'POST') =>
      new Request(`${appOrigin}/page`, {
        method,
        headers: { cookie: driver.jar.header() ?? '', origin: appOrigin, 'sec-fetch-site': 'same-origin' },
      })
    const credentials = { email: 'nadia@orchard.example', password: PASSWORD }
    const pages: Record<string, (fixture: Fixture) => Promise<{ cookies: PendingCookies }>> = {
      call: (fixture) => fixture.handler.call(page(fixture, 'GET'), 'GET /session'),
      'a refused call': (fixture) => fixture.handler.call(page(fixture), 'POST /me/password', {}),
      advance: (fixture) =>
        fixture.handler.advance(page(fixture), 'password', { kind: 'sign-in', ...credentials }),
      'an action of a flow': (fixture) =>
        takeFlowAction(fixture.handler, page(fixture), 'sign-in', 'password', credentials),
      'a page of the account': (fixture) =>
        loadAccountPage(fixture.handler, page(fixture, 'GET'), ['profile', 'sessions']),
      'an action of the account': (fixture) =>
        takeAccountAction(fixture.handler, page(fixture), 'update-profile', { firstName: 'Nadia' }),
    }
    for (const [name, load] of Object.entries(pages)) {
      const fixture = await signedInFixture()
      await using _ = fixture.emulator
      await advance(fixture, 6 * MINUTE)
      const { cookies } = await load(fixture)
      const ofSession = async () =>
        (await cookies()).filter((cookie) => cookie.name === fixture.handler.cookieNames.session)
      expect((await ofSession()).length, name).toBeGreaterThan(0)
      fixture.driver.jar.store((await ofSession()).map(serializeCookie))
      await fixture.driver.send('POST', '/sign-out')
      expect(await ofSession(), name).toEqual([])
    }
  })

  it('F7, S-10: sets no cookie in a host that follows the guides if the session was signed out in the meantime', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    /** Handles a request as shown in the guides. */
    async function serve(work: () => Promise<unknown>): Promise<Response> {
      const { auth, cookies } = await fixture.handler.resolve(request(fixture.driver.jar.header()))
      await work()
      return personalResponse(Response.json({ status: auth.status }), await cookies())
    }
    await advance(fixture, 6 * MINUTE)
    const refreshed = await serve(async () => {})
    expect(refreshed.headers.getSetCookie().join()).toContain(`${fixture.handler.cookieNames.session}=1.`)
    fixture.driver.jar.store(refreshed.headers.getSetCookie())
    await advance(fixture, 6 * MINUTE)
    const late = await serve(() => fixture.driver.send('POST', '/sign-out'))
    expect(await late.json()).toEqual({ status: 'signed-in' })
    expect(late.headers.getSetCookie()).toEqual([])
    expect(fixture.refreshes).toHaveLength(2)
  })

  it('ends a session that now requires another sign-in method, but keeps it during an outage', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    await advance(fixture, 6 * MINUTE)
    const respondWith = (status: number, body: object) => {
      fixture.transport.response = async () => Response.json(body, { status })
      return fixture.handler.resolve(request(fixture.driver.jar.header()))
    }
    const outage = await respondWith(503, { message: 'down' })
    expect(outage.auth.status).toBe('stale')
    await advance(fixture, MINUTE)
    const refused = await respondWith(403, {
      error: 'sso_required',
      error_description: 'Sign in with your organization.',
      connection_ids: ['conn_1'],
      email: 'nadia@orchard.example',
    })
    expect(refused.auth).toMatchObject({ status: 'signed-out', reason: 'revoked' })
  })

  it('F4 replaces a token whose key was retired, and does not sign the user out', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    const cookie = fixture.driver.jar.header()
    await fixture.emulator.default.keys.rotate({ dropOld: true })
    const { client, clock } = fixture
    const events: HandlerEvent[] = []
    const onEvent = (event: HandlerEvent) => void events.push(event)
    const restarted = createAuthHandler({ client, appOrigin, cookieSecret, clock, onEvent })
    await advance(fixture, MINUTE)
    const { auth, cookies } = await restarted.resolve(request(cookie))
    expect(auth.status).toBe('signed-in')
    // A key rotation is not a problem that the operator must fix.
    expect(events.map(({ type }) => type)).toEqual(['refreshed'])
    expect((await cookies()).length).toBeGreaterThan(0)
  })

  it('F3 happens early without delaying the request, and the next request gets the result', async () => {
    const fixture = await signedInFixture({ coordinator: { ...memoryCoordinator(), isDurable: true } })
    await using _ = fixture.emulator
    await advance(fixture, 4.5 * MINUTE)
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    fixture.transport.response = async (_request, next) => held.then(next)
    const cookie = fixture.driver.jar.header()
    const first = await fixture.handler.resolve(request(cookie))
    expect(first).toMatchObject({ auth: { status: 'signed-in' }, hasCookies: false })
    release()
    await expect.poll(async () => (await fixture.handler.resolve(request(cookie))).hasCookies).toBe(true)
    expect(fixture.refreshes).toHaveLength(1)
  })

  it('F3 delays the request if it is early and the instances may not share its result', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    await advance(fixture, 4.5 * MINUTE)
    const headers = new Headers({ cookie: fixture.driver.jar.header() ?? '' })
    const { auth, cookies } = await fixture.handler.resolve({ headers })
    expect(auth.status).toBe('signed-in')
    expect((await cookies()).length).toBeGreaterThan(0)
    // Another instance, which does not know this refresh, gets the new cookie and does not use the old token again.
    for (const cookie of await cookies()) fixture.driver.jar.set(cookie.name, cookie.value)
    const other = createAuthHandler({ client: fixture.client, appOrigin, cookieSecret, clock: fixture.clock })
    await advance(fixture, 3 * MINUTE)
    const next = await other.resolve({ headers: new Headers({ cookie: fixture.driver.jar.header() ?? '' }) })
    expect(next.auth.status).toBe('signed-in')
    expect(fixture.refreshes).toHaveLength(1)
  })

  it('F3 F4 keeps the current token if it is early and fails', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    await advance(fixture, 4.5 * MINUTE)
    fixture.transport.response = async () => new Response('{}', { status: 503 })
    const resolved = await fixture.handler.resolve(request(fixture.driver.jar.header()))
    expect(resolved).toMatchObject({ auth: { status: 'signed-in' }, hasCookies: false })
  })

  it('F8 adds the new cookie to the response of any route that uses the session', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    for (const path of ['/me', '/sessions', '/organizations', '/me/factors', '/session', '/members']) {
      await advance(fixture, 6 * MINUTE)
      const response = await fixture.driver.send('GET', path)
      expect(response.headers.getSetCookie().join(), path).toContain(
        `${fixture.handler.cookieNames.session}=1.`,
      )
    }
  })

  it.each([
    ['429', () => new Response('{"message":"slow"}', { status: 429, headers: { 'retry-after': '7' } })],
    ['500', () => new Response('{}', { status: 500 })],
    ['502 with HTML', () => new Response('<html>bad gateway</html>', { status: 502 })],
    ['an empty 503', () => new Response(null, { status: 503 })],
    ['200 with HTML', () => new Response('<html>login</html>', { status: 200 })],
    ['400 with HTML', () => new Response('<html>captive portal</html>', { status: 400 })],
    ['400 with null', () => new Response('null', { status: 400 })],
    ['403 with another shape', () => new Response('{"oops":true}', { status: 403 })],
    ['401', () => new Response('{"message":"Unauthorized"}', { status: 401 })],
    ['a broken connection', () => Promise.reject(new TypeError('fetch failed'))],
  ] as [string, () => Response | Promise<Response>][])(
    'F4 G4 keeps the session and marks it as stale after %s',
    async (_name, broken) => {
      const fixture = await signedInFixture()
      await using _ = fixture.emulator
      await advance(fixture, 6 * MINUTE)
      fixture.transport.response = async () => broken()
      const cookie = fixture.driver.jar.header()
      const { auth, cookies } = await fixture.handler.resolve(request(cookie))
      expect(auth).toMatchObject({ status: 'stale', lastKnown: { user: { email: fixture.user.email } } })
      expect(await cookies()).toEqual([])
      // The handler backs off, so the next requests do not call the API immediately.
      await Promise.all([1, 2, 3].map(() => fixture.handler.resolve(request(cookie))))
      expect(fixture.refreshes).toHaveLength(1)
      delete fixture.transport.response
      await advance(fixture, 31_000)
      expect((await fixture.handler.resolve(request(cookie))).auth.status).toBe('signed-in')
    },
  )

  it('F5 signs out once if the session was revoked, and reports the reason', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    for await (const session of fixture.client.listSessions({ userId: fixture.user.id })) {
      await fixture.client.revokeSession({ sessionId: session.id })
    }
    await advance(fixture, 6 * MINUTE)
    const { auth, cookies } = await fixture.handler.resolve(request(fixture.driver.jar.header()))
    expect(auth).toMatchObject({ status: 'signed-out', reason: 'revoked' })
    expect((await cookies()).find(({ name }) => name === fixture.handler.cookieNames.session)).toMatchObject({
      maxAge: 0,
    })
  })

  it('F5 signs out if the user was deleted', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    await fixture.client.deleteUser({ userId: fixture.user.id })
    await advance(fixture, 6 * MINUTE)
    const { auth } = await fixture.handler.resolve(request(fixture.driver.jar.header()))
    expect(auth).toMatchObject({ status: 'signed-out', reason: 'revoked' })
  })

  it('F6 costs at most one sign-in if the result of an exchange is unknown', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    await advance(fixture, 6 * MINUTE)
    const cookie = fixture.driver.jar.header()
    fixture.transport.response = async (_request, next) => {
      await next()
      throw new TypeError('connection reset after the request was sent')
    }
    expect((await fixture.handler.resolve(request(cookie))).auth.status).toBe('stale')
    delete fixture.transport.response
    await advance(fixture, 31_000)
    const after = await fixture.handler.resolve(request(cookie))
    expect(after.auth).toMatchObject({ status: 'signed-out', reason: 'revoked' })
    expect(fixture.refreshes).toHaveLength(2)
  })

  it('F7 does not undo a sign-out that happens in the meantime', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    await advance(fixture, 6 * MINUTE)
    const cookie = fixture.driver.jar.header()
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    fixture.transport.response = async (_request, next) => {
      const response = await next()
      await held
      return response
    }
    const refreshing = fixture.handler.resolve(request(cookie))
    await expect.poll(() => fixture.refreshes.length).toBe(1)
    await fixture.driver.signOut()
    release()
    expect((await refreshing).auth.status).toBe('signed-out')
    expect((await fixture.handler.resolve(request(cookie))).auth.status).toBe('signed-out')
  })

  it('F7 does not undo a switch of the organization that happens in the meantime', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    const { id } = await fixture.client.createOrganization({ name: 'Harbour' })
    await fixture.client.createOrganizationMembership({ organizationId: id, userId: fixture.user.id })
    await advance(fixture, 6 * MINUTE)
    const cookie = fixture.driver.jar.header()
    const [resolved, switched] = await Promise.all([
      fixture.handler.resolve(request(cookie)),
      fixture.driver.send('POST', '/organization/switch', { organizationId: id }),
    ])
    expect(resolved.auth.status).toBe('signed-in')
    expect(await switched.json()).toMatchObject({ organizationId: id })
    const late = await fixture.handler.resolve(request(cookie))
    expect(late.auth).toMatchObject({ status: 'signed-in', organizationId: id })
  })

  it('F8 keeps its new token even if it cannot be published', async () => {
    const store = memoryCoordinator()
    const failing = { on: false }
    const coordinator: Coordinator = {
      ...store,
      publish: (...args) => (failing.on ? Promise.reject(new Error('full')) : store.publish(...args)),
    }
    const fixture = await signedInFixture({ coordinator })
    await using _ = fixture.emulator
    await advance(fixture, 6 * MINUTE)
    failing.on = true
    const { auth, cookies } = await fixture.handler.resolve(request(fixture.driver.jar.header()))
    expect(auth.status).toBe('signed-in')
    expect((await cookies()).map(({ name }) => name)).toContain(fixture.handler.cookieNames.session)
  })

  it('F8 refuses a response that belongs to another user', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    const other = await fixture.client.createUser({
      email: 'eve@orchard.example',
      password: PASSWORD,
      emailVerified: true,
    })
    await advance(fixture, 6 * MINUTE)
    fixture.transport.response = async () => {
      const outcome = await fixture.client.authenticateWithPassword({
        email: other.email,
        password: PASSWORD,
      })
      if (outcome.status !== 'complete') throw new Error('not complete')
      const { accessToken, refreshToken } = outcome.tokens
      const user = { object: 'user', id: other.id, email: other.email, email_verified: true }
      return Response.json({ user, access_token: accessToken, refresh_token: refreshToken })
    }
    const { auth, cookies } = await fixture.handler.resolve(request(fixture.driver.jar.header()))
    expect(auth.status).toBe('stale')
    expect(await cookies()).toEqual([])
  })

  it.each([5, 60, 30 * 86_400])(
    'F9 happens at most once in 15 seconds with tokens that are valid for %i seconds',
    async (seconds) => {
      const fixture = await signedInFixture()
      await using _ = fixture.emulator
      await fixture.emulator.default.settings.update({ access_token_seconds: seconds })
      await advance(fixture, 6 * MINUTE)
      await fixture.driver.signedInAs()
      const before = fixture.refreshes.length
      for (let second = 0; second < 60; second += 1) {
        await advance(fixture, 1_000)
        expect(await fixture.driver.signedInAs()).toBe(fixture.user.email)
      }
      expect(fixture.refreshes.length - before).toBeLessThanOrEqual(4)
    },
  )

  it('S6 sets no cookie while nothing changes, and a session ends at its maximum age', async () => {
    const fixture = await signedInFixture({ sessionMaxAgeSeconds: 3_600 })
    await using _ = fixture.emulator
    expect((await fixture.handler.resolve(request(fixture.driver.jar.header()))).hasCookies).toBe(false)
    for (let minutes = 0; minutes < 56; minutes += 4) {
      await advance(fixture, 4 * MINUTE)
      expect(await fixture.driver.signedInAs()).toBe(fixture.user.email)
    }
    await advance(fixture, 6 * MINUTE)
    const { auth } = await fixture.handler.resolve(request(fixture.driver.jar.header()))
    expect(auth).toMatchObject({ status: 'signed-out', reason: 'expired' })
  })

  it('S7 is not needed to sign out while the API is down or with a damaged cookie', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    fixture.emulator.default.faults.add({
      path: '/user_management/sessions/revoke',
      respond: { status: 503 },
    })
    await fixture.driver.signOut()
    expect(await fixture.driver.signedInAs()).toBeUndefined()
    const damaged = handlerDriver({ handler: fixture.handler, mode: 'json' })
    damaged.jar.set(fixture.handler.cookieNames.session, '1.abcdef.broken')
    damaged.jar.set(`${fixture.handler.cookieNames.session}.2`, 'stray')
    expect((await damaged.send('POST', '/sign-out')).status).toBe(200)
    expect(damaged.jar.names()).toEqual([fixture.handler.cookieNames.hint])
  })

  it('S7 F7 does not restore a session that was signed out while the keys could not be fetched', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    const cookie = fixture.driver.jar.header()
    const coordinator = memoryCoordinator()
    const cold = createAuthHandler({
      client: fixture.client,
      appOrigin,
      cookieSecret,
      clock: fixture.clock,
      coordinator,
    })
    fixture.emulator.default.faults.add({ path: '/sso/jwks/*', respond: { status: 503 } })
    const browser = handlerDriver({ handler: cold, mode: 'json' })
    for (const name of fixture.driver.jar.names()) browser.jar.set(name, fixture.driver.jar.get(name) ?? '')
    await browser.send('POST', '/sign-out')
    expect(browser.jar.names()).toEqual([fixture.handler.cookieNames.hint])
    fixture.emulator.default.faults.clear()
    await advance(fixture, 2_000)
    expect((await cold.resolve(request(cookie))).auth.status).toBe('signed-out')
    expect((await fixture.client.listSessions({ userId: fixture.user.id })).data).toEqual([])
  })

  it('S10 keeps the session during an outage of the key endpoint', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    const cold = createAuthHandler({ client: fixture.client, appOrigin, cookieSecret, clock: fixture.clock })
    fixture.emulator.default.faults.add({
      path: `/sso/jwks/${fixture.emulator.default.clientId}`,
      respond: { status: 503 },
    })
    const { auth, cookies } = await cold.resolve(request(fixture.driver.jar.header()))
    expect(auth.status).toBe('stale')
    expect(await cookies()).toEqual([])
    fixture.emulator.default.faults.clear()
    await advance(fixture, 2_000)
    expect((await cold.resolve(request(fixture.driver.jar.header()))).auth.status).toBe('signed-in')
  })
})

/** Acquires the lease that the next refresh of the fixture's session needs, like an instance that then crashes. */
async function leaseOfNextRefresh(
  fixture: Awaited<ReturnType<typeof signedInFixture>>,
  coordinator: Coordinator,
) {
  const keys: string[] = []
  const spying: Coordinator = {
    ...coordinator,
    async read(key) {
      keys.push(key)
      return coordinator.read(key)
    },
    acquire: async () => undefined,
  }
  const probe = createAuthHandler({
    client: fixture.client,
    appOrigin,
    cookieSecret,
    clock: fixture.clock,
    coordinator: spying,
  })
  void probe.resolve(request(fixture.driver.jar.header()))
  await expect.poll(() => keys.find((key) => key.startsWith('refresh:'))).toBeDefined()
  const key = keys.find((one) => one.startsWith('refresh:')) as string
  return (await coordinator.acquire(key, 3_000)) !== undefined
}
