import { afterEach, describe, expect, it, vi } from 'vitest'
import type { AuthHandlerOptions, HandlerEvent } from '../../src/handler/index.ts'
import { ROUTES } from '../../src/handler/routes/routes.ts'
import { authorizePath } from '../../src/server.ts'
import { appOrigin, createFixture } from './fixture.ts'

const PASSWORD = 'lantern-quartz-meadow-42'

type Fixture = Awaited<ReturnType<typeof createFixture>>

/** Sends a request as a browser does, after a router has removed `front` from its path. */
function ask(
  { handler }: Fixture,
  path: string,
  { front = '', ...init }: RequestInit & { front?: string } = {},
) {
  if (!path.startsWith(`${front}/`)) return Promise.resolve(new Response(null, { status: 404 }))
  const request = new Request(`${appOrigin}${path.slice(front.length)}`, init)
  // The request comes from a link within the app.
  if (request.method === 'GET') request.headers.set('sec-fetch-site', 'same-origin')
  return handler.handle(request)
}

const own = { origin: appOrigin, 'sec-fetch-site': 'same-origin' }
const form = (fields: Record<string, string>, front?: string) => ({
  front,
  method: 'POST',
  headers: own,
  body: new URLSearchParams(fields),
})

afterEach(() => vi.restoreAllMocks())

describe('BUG-07: a trailing slash', () => {
  it('leads to the same route with the same rules, for every route', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    for (const name of ROUTES.keys()) {
      const [method, template = ''] = name.split(' ')
      const path = `/auth${template.replace(':id', 'some_01')}`
      const results = []
      for (const spelling of [path, `${path}/`]) {
        const headers = { accept: 'application/json' }
        const foreign = await ask(fixture, spelling, { method, headers: { ...headers, origin: 'null' } })
        const anonymous = await ask(fixture, spelling, { method, headers: { ...headers, ...own } })
        results.push([foreign.status, anonymous.status])
      }
      expect(results[1], name).toEqual(results[0])
      expect(results[1], name).not.toContain(405)
      if (method !== 'GET') expect(results[1]?.[0], name).toBe(403)
    }
  })

  it('works for a sign-in and for the callback of a provider', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    await fixture.client.createUser({
      email: 'nadia@orchard.example',
      password: PASSWORD,
      emailVerified: true,
    })
    const signedIn = await ask(
      fixture,
      '/auth/sign-in/password/',
      form({ email: 'nadia@orchard.example', password: PASSWORD }),
    )
    expect(signedIn.headers.get('location')).toBe('/')
    const back = await ask(fixture, '/auth/callback/?code=x&state=y')
    expect(back.headers.get('location')).toBe('/sign-in?error=flow_not_found')
  })

  it('is accepted only once, and only after the path of a route', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    for (const path of ['/auth/session//', '/auth//session/', '/auth/', '/auth', '/auth/session/x/'])
      expect((await ask(fixture, path)).status, path).toBe(404)
  })
})

describe('BUG-08: an app under a path', () => {
  const places: [string, Partial<AuthHandlerOptions>, string][] = [
    ['Next with basePath', { appPath: '/docs' }, '/docs'],
    ['Next with basePath, set in appOrigin', { appOrigin: `${appOrigin}/docs` }, '/docs'],
    ['SvelteKit with paths.base', { appPath: '/docs' }, ''],
    ['a mount that removes the whole prefix', { appPath: '/docs', mountPath: '/' }, '/docs/auth'],
  ]

  it.each(places)('is included in every URL from the handler in %s', async (_name, options, front) => {
    const sent: string[] = []
    const fixture = await createFixture({
      ...options,
      returnTo: '/account',
      sendEmail: async (email) => {
        if (email.kind === 'password-reset') sent.push(email.url)
      },
    })
    await using _ = fixture.emulator
    const { client, handler } = fixture
    await client.createRedirectUri({ uri: `${appOrigin}/docs/auth/callback` })
    await client.createUser({ email: 'nadia@orchard.example', password: PASSWORD, emailVerified: true })
    expect(handler).toMatchObject({ appOrigin, appPath: '/docs', basePath: '/docs/auth' })
    expect(handler.pages.signIn).toBe('/docs/sign-in')

    expect((await ask(fixture, '/docs/auth/session', { front })).status).toBe(200)
    const wrong = form({ email: 'nadia@orchard.example', password: 'wrong' }, front)
    const refused = await ask(fixture, '/docs/auth/sign-in/password', wrong)
    expect(refused.headers.get('location')).toMatch(/^\/docs\/sign-in\?flow=/)
    const right = form({ email: 'nadia@orchard.example', password: PASSWORD }, front)
    const signedIn = await ask(fixture, '/docs/auth/sign-in/password', right)
    expect(signedIn.headers.get('location')).toBe('/docs/account')
    const signedOut = await ask(fixture, '/docs/auth/sign-out', form({}, front))
    expect(signedOut.headers.get('location')).toBe('/docs/')

    const begun = await ask(fixture, authorizePath(handler, { provider: 'GoogleOAuth' }), { front })
    const authorization = new URL(begun.headers.get('location') ?? '')
    expect(authorization.searchParams.get('redirect_uri')).toBe(`${appOrigin}/docs/auth/callback`)
    authorization.searchParams.set('login_hint', 'nadia@orchard.example')
    const provider = await fixture.emulator.fetch(authorization, { redirect: 'manual' })
    const back = new URL(provider.headers.get('location') ?? '')
    const cookie = begun.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    const landed = await ask(fixture, back.pathname + back.search, { front, headers: { cookie } })
    expect([landed.status, landed.headers.get('location')]).toEqual([303, '/docs/account'])

    await ask(fixture, '/docs/auth/password/forgot', form({ email: 'nadia@orchard.example' }, front))
    expect(sent).toEqual([expect.stringContaining(`${appOrigin}/docs/reset-password?token=`)])
  })

  it.each([
    ['/docs/account', '/docs/account'],
    ['/docs', '/docs'],
    ['/account?a=/b#c', '/docs/account?a=/b#c'],
    ['account', '/docs/account'],
    ['/', '/docs/'],
    [undefined, '/docs/home'],
    ['/docs/sign-in', '/docs/home'],
    ['/sign-in/', '/docs/home'],
    ['/auth/callback', '/docs/home'],
    [`${appOrigin}/elsewhere`, '/elsewhere'],
    [`${appOrigin}//evil.example`, '/docs/home'],
    ['//evil.example', '/docs/home'],
    ['https://evil.example/docs', '/docs/home'],
  ])('accepts a returnTo with or without the path of the app: %j', async (value, expected) => {
    const fixture = await createFixture({ appPath: '/docs', returnTo: '/home' })
    await using _ = fixture.emulator
    expect(fixture.handler.returnTo(value)).toBe(expected)
  })

  it('sets the cookies at the root path, which their names require', async () => {
    const fixture = await createFixture({ appPath: '/docs' })
    await using _ = fixture.emulator
    const begun = await ask(fixture, '/auth/authorize?provider=GoogleOAuth')
    for (const line of begun.headers.getSetCookie()) expect(line).toMatch(/^__Host-.*; Path=\//)
  })

  it('responds in a sub-app that removes the front of basePath', async () => {
    const fixture = await createFixture({ basePath: '/api/auth' })
    await using _ = fixture.emulator
    const front = '/api'
    expect((await ask(fixture, '/api/auth/session', { front })).status).toBe(200)
    const begun = await ask(fixture, '/api/auth/authorize?provider=GoogleOAuth', { front })
    const { searchParams } = new URL(begun.headers.get('location') ?? '')
    expect(searchParams.get('redirect_uri')).toBe(`${appOrigin}/api/auth/callback`)
    expect(fixture.handler.pages.signIn).toBe('/sign-in')
  })

  it('uses only the origin of the app for cookies and same-origin checks', async () => {
    const fixture = await createFixture({ appOrigin: `${appOrigin}/docs` })
    await using _ = fixture.emulator
    expect((await ask(fixture, '/docs/auth/sign-out', form({}))).status).toBe(303)
    const foreign = { method: 'POST', headers: { origin: 'https://evil.example' } }
    expect((await ask(fixture, '/docs/auth/sign-out', foreign)).status).toBe(403)
  })
})

describe('BUG-08: a path that does not match the settings', () => {
  async function observed(options: Partial<AuthHandlerOptions> = {}) {
    const events: HandlerEvent[] = []
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const fixture = await createFixture({
      log: undefined,
      ...options,
      onEvent: (event) => events.push(event),
    })
    return { fixture, events, warn }
  }

  it('causes an event each time, and one line in the console that names the setting', async () => {
    const { fixture, events, warn } = await observed()
    await using _ = fixture.emulator
    for (const path of ['/session', '/other/session']) expect((await ask(fixture, path)).status).toBe(404)
    expect(events).toMatchObject([
      { type: 'address_mismatch', path: '/session', basePath: '/auth' },
      { type: 'address_mismatch', path: '/other/session', basePath: '/auth' },
    ])
    expect(warn).toHaveBeenCalledTimes(1)
    expect(warn.mock.calls[0]?.[0]).toMatch(/mountPath/)
    expect(warn.mock.calls[0]?.[0]).toMatch(/appPath/)
  })

  it('writes nothing to the console in production', async () => {
    vi.stubEnv('NODE_ENV', 'production')
    const { fixture, events, warn } = await observed()
    await using _ = fixture.emulator
    await ask(fixture, '/session')
    vi.unstubAllEnvs()
    expect(events).toHaveLength(1)
    expect(warn).not.toHaveBeenCalled()
  })

  it('is detected by the prefix that a proxy reports as removed', async () => {
    const { fixture, events, warn } = await observed()
    await using _ = fixture.emulator
    const headers = { 'x-forwarded-prefix': '/docs/' }
    const response = await ask(fixture, '/auth/session', { headers })
    expect(response.status).toBe(200)
    expect(events).toMatchObject([
      { type: 'address_mismatch', path: '/auth/session', basePath: '/auth', forwardedPrefix: '/docs' },
    ])
    expect(warn.mock.calls[0]?.[0]).toMatch(/X-Forwarded-Prefix.*appPath/)
  })

  it.each([
    [{ appPath: '/docs' }, '/auth/session', '/docs'],
    [{ appPath: '/docs' }, '/docs/auth/session', '/docs'],
    [{ basePath: '/api/auth' }, '/auth/session', '/api'],
    [{}, '/auth/session', '/'],
    [{}, '/auth/session', ''],
  ])('is not reported with %j at %s and the prefix %j', async (options, path, prefix) => {
    const { fixture, events, warn } = await observed(options)
    await using _ = fixture.emulator
    expect((await ask(fixture, path, { headers: { 'x-forwarded-prefix': prefix } })).status).toBe(200)
    expect(events).toEqual([])
    expect(warn).not.toHaveBeenCalled()
  })
})
