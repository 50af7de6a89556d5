import { createAuthHandler, createClient } from '@latchkey/core/server'
import { handlerDriver } from '@latchkey/core/testing'
import { createEmulator } from '@latchkey/emulator'
import { describe, expect, it } from 'vitest'
import { auth, authed, latchkey, readAuth, readFlow, requireRole, requireUser } from '../src/server.ts'

const ORIGIN = 'http://localhost:3000'
const password = 'lantern-quartz-meadow-42'
const CALL = { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors', 'x-tsr-serverfn': 'true' }

/** An emulator in process, and the middleware, which runs around `terminal` as in Start. */
async function createFixture() {
  const emulator = await createEmulator()
  const { apiKey, clientId } = emulator.default
  const clock = { now: () => emulator.default.clock.now().getTime() }
  const counts = { refreshes: 0 }
  const counted: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    if ((await request.clone().text()).includes('"refresh_token"')) counts.refreshes += 1
    return emulator.fetch(request)
  }
  const client = createClient({ apiKey, clientId, baseUrl: emulator.url, fetch: counted, maxRetries: 0 })
  const cookieSecret = 'q7Jm2v0XhZpT4rYk8sWnB1eCdLfGuAoI'
  const handler = createAuthHandler({ client, appOrigin: ORIGIN, cookieSecret, clock })
  const { server } = latchkey({ handler }).options as unknown as { server(context: object): Promise<unknown> }
  return {
    handler,
    emulator,
    counts,
    expire: () => emulator.default.clock.advance({ minutes: 10 }),
    async signIn(email = 'nadia@orchard.example') {
      await client.createUser({ email, password, emailVerified: true })
      const driver = handlerDriver({ handler, mode: 'json', fetch: emulator.fetch })
      await driver.open('sign-in')
      await driver.act('password', { email, password })
      return driver.jar.header() ?? ''
    },
    /** Returns the response to the browser. Handles errors and redirects like Start. */
    async run(path: string, init: RequestInit, terminal: () => unknown, handlerType = 'router') {
      const request = new Request(ORIGIN + path, init)
      const next = async ({ context }: { context: object }) => ({
        context,
        response: await respond(terminal),
      })
      const result = await server({ request, handlerType, next })
      return result instanceof Response ? result : (result as { response: Response }).response
    },
    [Symbol.asyncDispose]: () => emulator.close(),
  }
}

async function respond(terminal: () => unknown): Promise<Response> {
  try {
    const value = await terminal()
    return value instanceof Response ? value : Response.json(value)
  } catch (error) {
    if (error instanceof Response) return error
    const { message, status = 500, headers } = error as Error & { status?: number; headers?: HeadersInit }
    return Response.json({ message }, { status, headers })
  }
}

const secret = () => ({ text: `the secret of ${requireUser().user.email}` })

describe('a visitor', () => {
  it.each([
    [
      'a page',
      '/account?tab=2',
      { accept: 'text/html', 'sec-fetch-mode': 'navigate' },
      'router',
      '/account?tab=2',
    ],
    [
      'a call from the router',
      '/_serverFn/1',
      { ...CALL, referer: `${ORIGIN}/notes` },
      'serverFn',
      '/_serverFn/1',
    ],
    [
      'a prefetching call',
      '/_serverFn/1',
      { ...CALL, 'sec-purpose': 'prefetch' },
      'serverFn',
      '/_serverFn/1',
    ],
  ])('is redirected to the sign-in page and back by %s', async (_name, path, headers, type, page) => {
    await using app = await createFixture()
    const response = await app.run(path, { headers }, secret, type)
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe(`/sign-in?returnTo=${encodeURIComponent(page)}`)
    // Otherwise, a browser would cache a prefetched response until after the sign-in.
    expect(response.headers.get('cache-control')).toBe('private, no-store')
  })

  it('returns to the page that the app names, or to the page with the form', async () => {
    await using app = await createFixture()
    const named = await app.run(
      '/_serverFn/1',
      { headers: CALL },
      () => requireUser({ returnTo: '/a?b=c' }),
      'serverFn',
    )
    expect(named.headers.get('location')).toBe('/sign-in?returnTo=%2Fa%3Fb%3Dc')
    const headers = { ...CALL, origin: ORIGIN, referer: `${ORIGIN}/notes?page=2` }
    const posted = await app.run('/_serverFn/1', { method: 'POST', headers }, secret, 'serverFn')
    expect([posted.status, posted.headers.get('location')]).toEqual([
      303,
      '/sign-in?returnTo=%2Fnotes%3Fpage%3D2',
    ])
  })

  it('gets a 401 with a JSON body for scripts, and no cookie', async () => {
    await using app = await createFixture()
    const response = await app.run('/api/me', { headers: { accept: 'application/json' } }, secret)
    expect([response.status, (await response.json()).error.code]).toEqual([401, 'signed_out'])
    expect(response.headers.getSetCookie()).toEqual([])
  })
})

describe('calls of server functions', () => {
  const refused: [string, string, Record<string, string>][] = [
    ['a form on another site', 'POST', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a sandboxed frame', 'POST', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['a sibling site', 'POST', { origin: 'http://other.localhost:3000', 'sec-fetch-site': 'same-site' }],
    ['a link on another site', 'GET', { 'sec-fetch-site': 'cross-site' }],
    ['an old browser on another site', 'GET', { referer: 'https://evil.example/' }],
    ['a caller without headers', 'GET', {}],
    ['a caller without headers, with a form', 'POST', {}],
  ]
  it.each(refused)('P8: from %s are refused', async (_name, method, headers) => {
    await using app = await createFixture()
    const cookie = await app.signIn()
    let ran = false
    const response = await app.run(
      '/_serverFn/1',
      { method, headers: { ...headers, cookie } },
      () => (ran = true),
      'serverFn',
    )
    expect([response.status, (await response.json()).error.code, ran]).toEqual([403, 'cross_origin', false])
  })

  it('from the app itself run, even in browsers without Sec-Fetch-Site', async () => {
    await using app = await createFixture()
    const cookie = await app.signIn()
    for (const [method, headers] of [
      ['GET', CALL],
      ['POST', { ...CALL, origin: ORIGIN }],
      ['GET', { referer: `${ORIGIN}/notes` }],
      ['POST', { origin: ORIGIN }],
    ] as const) {
      const response = await app.run(
        '/_serverFn/1',
        { method, headers: { ...headers, cookie } },
        secret,
        'serverFn',
      )
      expect(await response.json()).toEqual({ text: 'the secret of nadia@orchard.example' })
      expect(response.headers.get('cache-control')).toBe('private, no-store')
    }
  })
})

describe('server routes', () => {
  const route = authed.route(({ params }: { params: { id: string } }, { user }) =>
    Response.json({ text: `${params.id} of ${user.email}` }),
  )
  const run = (one = route) => one({ params: { id: 'note' } })
  const CROSS_SITE = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }

  it.each([
    ['a form on another site', CROSS_SITE],
    ['a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['a sibling site', { origin: 'http://other.localhost:3000', 'sec-fetch-site': 'same-site' }],
    ['an old browser on another site', { origin: 'https://evil.example' }],
  ])('P8: refuse changes from %s, for every method', async (_name, headers) => {
    await using app = await createFixture()
    const cookie = await app.signIn()
    for (const one of [route, authed.with({ organization: 'org_1' }).route(() => new Response('ran'))])
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'QUERY']) {
        const init = { method, headers: { ...headers, cookie } }
        const response = await app.run('/api/notes', init, () => run(one))
        expect([method, response.status, (await response.json()).error.code]).toEqual([
          method,
          403,
          'cross_origin',
        ])
      }
  })

  it('P8: run for the app itself, and can be read through a link on another site', async () => {
    await using app = await createFixture()
    const cookie = await app.signIn()
    const own = { origin: ORIGIN, 'sec-fetch-site': 'same-origin' }
    for (const [method, headers] of [
      ['POST', own],
      ['DELETE', { origin: ORIGIN }],
      ['GET', CROSS_SITE],
    ] as const) {
      const response = await app.run('/api/notes', { method, headers: { ...headers, cookie } }, () => run())
      expect(await response.json()).toEqual({ text: 'note of nadia@orchard.example' })
      expect(response.headers.get('cache-control')).toBe('private, no-store')
    }
  })

  it('P8: run only for users who meet the requirement', async () => {
    await using app = await createFixture()
    const post = (headers: object, one = route) =>
      app.run('/api/notes', { method: 'POST', headers: { origin: ORIGIN, ...headers } }, () => run(one))
    expect((await post({})).status).toBe(401)
    const admin = authed.with({ role: 'admin' }).route(() => new Response('ran'))
    expect((await post({ cookie: await app.signIn() }, admin)).status).toBe(403)
  })
})

describe('the middleware', () => {
  it('C14: refreshes a session once for 1,000 simultaneous requests, and every response sets the new cookie', async () => {
    await using app = await createFixture()
    const cookie = await app.signIn()
    app.expire()
    const moved = () => Response.redirect(`${ORIGIN}/elsewhere`, 307)
    const broken = () => {
      throw new Error('broken')
    }
    const ways = [secret, moved, broken, readAuth]
    const responses = await Promise.all(
      Array.from({ length: 1_000 }, (_, index) =>
        app.run('/a', { headers: { cookie } }, ways[index % 4] as () => unknown),
      ),
    )
    expect(app.counts.refreshes).toBe(1)
    for (const response of responses)
      expect(response.headers.getSetCookie().join('\n')).toContain('-session=')
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200, 307, 500]))
  })

  it('passes the routes of the handler to the handler', async () => {
    await using app = await createFixture()
    const session = await app.run(
      '/auth/session',
      { headers: { accept: 'application/json' } },
      () => 'the app',
    )
    expect((await session.json()).status).toBe('signed-out')
    for (const path of ['/AUTH/session', '/%61uth/session', '/authors'])
      expect(await (await app.run(path, {}, () => 'the app')).json()).toBe('the app')
  })

  it('returns the first step and its cookies to flow pages, for this visitor only', async () => {
    await using app = await createFixture()
    const search = '?returnTo=%2Faccount'
    const response = await app.run('/sign-in', {}, () => readFlow({ kind: 'sign-in', search }))
    expect(await response.json()).toMatchObject({ kind: 'sign-in', returnTo: '/account' })
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    for (const hostile of ['//evil.example', 'x@evil.example/', undefined as unknown as string])
      expect(
        (await app.run('/sign-in', {}, () => readFlow({ kind: 'sign-in', search: hostile }))).status,
      ).toBe(200)
  })

  it('refuses requests with a 403 or a 503, and signs no user out', async () => {
    await using app = await createFixture()
    const cookie = await app.signIn()
    const headers = { ...CALL, cookie }
    const forbidden = await app.run('/_serverFn/1', { headers }, () => requireRole('admin'), 'serverFn')
    expect([forbidden.status, await forbidden.json()]).toEqual([
      403,
      { message: 'You are not allowed to do that.' },
    ])
    app.expire()
    app.emulator.default.faults.add({ path: '/user_management/authenticate', respond: { status: 503 } })
    const unknown = await app.run('/_serverFn/1', { headers }, secret, 'serverFn')
    expect([unknown.status, Number(unknown.headers.get('retry-after')) > 0]).toEqual([503, true])
    expect(unknown.headers.getSetCookie().join()).not.toMatch(/-session=;/)
    expect(await (await app.run('/a', { headers }, () => auth().status)).json()).toBe('stale')
  })

  it('allows a build to prerender pages without a user and without settings', async () => {
    process.env.TSS_PRERENDERING = 'true'
    try {
      const { server } = latchkey().options as unknown as { server(context: object): Promise<unknown> }
      const cookie = 'lk-session=x'
      const run = (terminal: (context: { auth: { status: string } }) => unknown) =>
        server({
          request: new Request(ORIGIN, { headers: { cookie } }),
          handlerType: 'router',
          next: async ({ context }: { context: { auth: { status: string } } }) => terminal(context),
        })
      expect(await run(({ auth }) => auth.status)).toBe('signed-out')
      expect(await run(() => readAuth())).toBeUndefined()
      for (const ask of [auth, requireUser])
        await expect(run(() => ask())).rejects.toMatchObject({ code: 'auth_in_cached_scope' })
    } finally {
      delete process.env.TSS_PRERENDERING
    }
  })

  it('is required: without it, `auth()` and guards fail', () => {
    for (const ask of [auth, requireUser, readAuth])
      expect(ask).toThrow(expect.objectContaining({ code: 'middleware_missing' }))
  })

  it('can guard server functions as their own middleware', async () => {
    await using app = await createFixture()
    const cookie = await app.signIn()
    const run = (one: object) => () =>
      (one as { options: { server(context: object): Promise<unknown> } }).options.server({
        next: ({ context }: { context: { auth: { user: { email: string } } } }) => context.auth.user.email,
      })
    const headers = { ...CALL, cookie }
    expect(await (await app.run('/_serverFn/1', { headers }, run(authed), 'serverFn')).json()).toBe(
      'nadia@orchard.example',
    )
    expect((await app.run('/_serverFn/1', { headers: CALL }, run(authed), 'serverFn')).status).toBe(303)
    const admin = authed.with({ role: 'admin' })
    expect((await app.run('/_serverFn/1', { headers }, run(admin), 'serverFn')).status).toBe(403)
    expect(() => authed.with({ role: undefined } as never)).toThrow(
      expect.objectContaining({ code: 'option_invalid' }),
    )
  })
})
