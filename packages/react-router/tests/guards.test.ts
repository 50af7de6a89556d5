import { describe, expect, it } from 'vitest'
import {
  auth,
  authed,
  authLoader,
  flowLoader,
  type GuardContext,
  requireMiddleware,
  requireOrganization,
  requirePermission,
  requireRole,
  requireUser,
} from '../src/server.ts'
import { createFixture, ORIGIN, type TestRoute } from './fixture.ts'

const MARKER = 'the secret of'
const secret = (email: string) => ({ text: `${MARKER} ${email}` })
const guarded = {
  loader: (args: GuardContext) => secret(requireUser(args).user.email),
  action: (args: GuardContext) => secret(requireUser(args).user.email),
}

const routes = (): Record<string, TestRoute> => ({
  home: { index: true, module: { loader: () => ({ text: 'open' }) } },
  private: {
    path: 'private',
    module: guarded,
    children: { child: { path: 'child', module: guarded }, bare: { path: 'bare' } },
  },
  layout: {
    path: 'layout',
    module: { middleware: [requireMiddleware()], loader: () => null },
    children: {
      inner: {
        path: 'inner',
        module: { loader: () => secret('all'), action: () => secret('all') },
      },
    },
  },
  admin: {
    path: 'admin',
    module: { loader: (args: GuardContext) => secret(requireRole(args, 'admin').user.email) },
  },
  write: {
    path: 'write',
    module: { loader: (args: GuardContext) => secret(requirePermission(args, ['a', 'b']).user.email) },
  },
  team: {
    path: 'team/:id?',
    module: { loader: (args: GuardContext) => secret(requireOrganization(args).organizationId) },
  },
  'sign-in': { path: 'sign-in', module: { loader: flowLoader('sign-in') } },
  api: {
    path: 'api',
    module: {
      isResource: true,
      loader: authed.loader((_args: GuardContext, { user }) => Response.json(secret(user.email))),
      action: authed
        .with({ role: 'admin' })
        .action((_args: GuardContext, { user }) => Response.json(secret(user.email))),
    },
  },
})

describe('a visitor', () => {
  const documents = [
    '/private',
    '/private?tab=2',
    '/private/child',
    '/layout/inner',
    '/%70rivate',
    '/PRIVATE',
    '/admin',
    '/team',
  ]
  it.each(documents)('who opens %s can sign in and return', async (path) => {
    await using app = await createFixture(routes())
    const response = await app.fetch(path)
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe(`/sign-in?returnTo=${encodeURIComponent(path)}`)
    expect(await response.text()).not.toContain(MARKER)
    expect(response.headers.getSetCookie()).toEqual([])
  })

  const data = [
    ['/private.data', '/private'],
    ['/private.data?tab=2', '/private?tab=2'],
    ['/private/child.data', '/private/child'],
    ['/private/child.data?_routes=child', '/private/child'],
    ['/private/child.data?_routes=private', '/private/child'],
    ['/private/child.data?_routes=private%2Cchild', '/private/child'],
    ['/layout/inner.data', '/layout/inner'],
    ['/layout/inner.data?_routes=inner', '/layout/inner'],
    ['/layout/inner.data?_routes=', '/layout/inner'],
  ] as const
  it.each(data)(
    'P7: gets no data of %s, and the router navigates to the sign-in page',
    async (path, page) => {
      await using app = await createFixture(routes())
      const response = await app.fetch(path, { headers: { accept: '*/*', 'sec-fetch-mode': 'cors' } })
      const text = await response.text()
      expect(text).not.toContain(MARKER)
      expect(text).toContain(`/sign-in?returnTo=${encodeURIComponent(page)}`)
    },
  )

  it.each([...documents, ...data.map(([path]) => path)])(
    'gets no prefetched content of %s, and nothing that a browser would cache until after the sign-in',
    async (path) => {
      await using app = await createFixture(routes())
      const headers = { accept: '*/*', 'sec-purpose': 'prefetch', 'sec-fetch-mode': 'no-cors' }
      const response = await app.fetch(path, { headers })
      expect(await response.text()).not.toContain(MARKER)
      expect(response.headers.get('cache-control')).toBe('private, no-store')
      expect(response.headers.getSetCookie()).toEqual([])
    },
  )

  const posts = [
    '/private',
    '/private.data',
    '/private/child',
    '/private/child.data',
    '/layout/inner',
    '/layout/inner.data',
    '/private?index',
    '/private?_action=x',
  ]
  it.each(posts)('P7: cannot change anything with a form that is posted to %s', async (path) => {
    await using app = await createFixture(routes())
    for (const headers of [
      { origin: ORIGIN, referer: `${ORIGIN}/private?tab=3` },
      { origin: 'null' },
      { 'sec-fetch-mode': 'cors', accept: '*/*', origin: ORIGIN },
      {},
    ]) {
      const body = new URLSearchParams({ name: 'x' })
      const response = await app.fetch(path, { method: 'POST', body, headers })
      const text = await response.text()
      expect(text).not.toContain(MARKER)
      if ('referer' in headers)
        expect(response.headers.get('location') ?? text).toContain('/sign-in?returnTo=%2Fprivate%3Ftab%3D3')
    }
  })

  it('gets a 401 with a JSON body from a resource route', async () => {
    await using app = await createFixture(routes())
    const response = await app.fetch('/api', { headers: { accept: 'application/json' } })
    expect([response.status, await response.json()]).toEqual([
      401,
      { error: { code: 'signed_out', message: 'Sign in to do that.' } },
    ])
    const visited = await app.fetch('/api')
    expect([visited.status, visited.headers.get('location')]).toEqual([303, '/sign-in?returnTo=%2Fapi'])
  })

  it('cannot change the response with forged headers', async () => {
    await using app = await createFixture(routes())
    const { session } = app.handler.cookieNames
    for (const headers of [
      { cookie: `${session}=damaged` },
      { 'x-forwarded-host': 'evil.example', host: 'evil.example' },
      { 'x-react-router-prerender': 'yes' },
    ]) {
      const response = await app.fetch('/private', { headers })
      expect([response.status, response.headers.get('location')]).toEqual([
        303,
        '/sign-in?returnTo=%2Fprivate',
      ])
    }
  })

  it('can open public pages, which set no cookies and can be cached', async () => {
    await using app = await createFixture(routes())
    const response = await app.fetch('/')
    expect(await response.text()).toContain('open')
    expect(response.headers.get('cache-control')).toBeNull()
    expect(response.headers.getSetCookie()).toEqual([])
  })

  it('gets a flow page with its first step, for this visitor only', async () => {
    await using app = await createFixture(routes())
    const response = await app.fetch('/sign-in')
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    expect(await response.text()).toMatch(/"step":\{[^}]*"name":"start"/)
  })
})

describe('a user', () => {
  it('gets pages and data, which caches must not store', async () => {
    await using app = await createFixture(routes(), { root: { loader: authLoader } })
    const cookie = await app.signIn()
    for (const path of ['/private', '/private.data', '/private/child.data?_routes=child', '/api']) {
      const response = await app.fetch(path, { headers: { cookie } })
      expect(await response.text(), path).toContain(`${MARKER} nadia@orchard.example`)
      expect(response.headers.get('cache-control')).toBe('private, no-store')
      expect(response.headers.get('vary')).toContain('Cookie')
    }
    const document = await (await app.fetch('/', { headers: { cookie } })).text()
    expect(document).toContain('"status":"signed-in"')
    expect(document).not.toMatch(/eyJ/)
  })

  it('who is not allowed gets a 403 for pages and data', async () => {
    await using app = await createFixture(routes())
    const cookie = await app.signIn()
    for (const path of ['/admin', '/admin.data', '/write', '/write.data']) {
      const response = await app.fetch(path, { headers: { cookie } })
      const text = await response.text()
      expect(text).not.toContain(MARKER)
      expect(text).toContain('You are not allowed to do that.')
      expect(response.status, path).toBe(403)
    }
  })

  it('without an organization is redirected to the page for choosing one, if it exists', async () => {
    await using bare = await createFixture(routes())
    expect((await bare.fetch('/team', { headers: { cookie: await bare.signIn() } })).status).toBe(403)
    await using app = await createFixture(routes(), { organizationPath: '/organizations' })
    const response = await app.fetch('/team', { headers: { cookie: await app.signIn() } })
    expect(response.headers.get('location')).toBe('/organizations?returnTo=%2Fteam')
  })

  it('cannot be made to run an action of a resource route by another site', async () => {
    await using app = await createFixture(routes())
    const cookie = await app.signIn('mia@orchard.example', 'admin')
    const post = (headers: Record<string, string>) =>
      app.fetch('/api', {
        method: 'POST',
        body: new URLSearchParams({ a: 'b' }),
        headers: { cookie, ...headers },
      })
    expect(await (await post({ origin: ORIGIN })).text()).toContain(MARKER)
    for (const origin of ['https://evil.example', 'null']) {
      const response = await post({ origin, 'sec-fetch-site': 'cross-site' })
      expect([response.status, (await response.json()).error.code]).toEqual([403, 'cross_origin'])
    }
  })

  it('whose session cannot be checked gets a 503 with Retry-After, and stays signed in', async () => {
    await using app = await createFixture(routes())
    const cookie = await app.signIn()
    app.expire()
    app.emulator.default.faults.add({ path: '/user_management/authenticate', respond: { status: 503 } })
    for (const path of ['/private', '/private.data', '/api']) {
      const response = await app.fetch(path, { headers: { cookie } })
      expect(response.status, path).toBe(503)
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(response.headers.getSetCookie().join()).not.toMatch(/-session=;/)
    }
  })
})

describe('the middleware', () => {
  it('C14: refreshes a session once for 1,000 simultaneous requests, and every response sets the new cookie', async () => {
    await using app = await createFixture(routes())
    const cookie = await app.signIn()
    app.expire()
    const ways = ['/private', '/private.data', '/api', '/private/child.data?_routes=child']
    const responses = await Promise.all(
      Array.from({ length: 1_000 }, (_, index) =>
        app.fetch(ways[index % ways.length] as string, { headers: { cookie } }),
      ),
    )
    expect(app.counts.refreshes).toBe(1)
    for (const response of responses) {
      expect(response.status).toBe(200)
      expect(response.headers.getSetCookie().join('\n')).toContain('-session=')
    }
  })

  it('sets the refreshed session on every kind of response: redirects, errors and other statuses', async () => {
    const thrower = (thrown: () => unknown) => ({
      module: {
        loader: () => {
          throw thrown()
        },
      },
    })
    await using app = await createFixture({
      moved: { path: 'moved', ...thrower(() => Response.redirect(`${ORIGIN}/elsewhere`, 302)) },
      broken: { path: 'broken', ...thrower(() => new Error('broken')) },
      gone: { path: 'gone', ...thrower(() => new Response('gone', { status: 410 })) },
      file: {
        path: 'file',
        module: { isResource: true, loader: () => Response.redirect(`${ORIGIN}/x`, 307) },
      },
      public: {
        path: 'public',
        module: { loader: () => null, headers: () => ({ 'cache-control': 'public, max-age=600' }) },
      },
    })
    const cookie = await app.signIn()
    app.expire()
    const statuses = {
      '/moved': 302,
      '/broken': 500,
      '/gone': 410,
      '/file': 307,
      '/public': 200,
      '/moved.data': 202,
      '/broken.data': 500,
    }
    for (const [path, status] of Object.entries(statuses)) {
      const response = await app.fetch(path, { headers: { cookie } })
      expect([path, response.status]).toEqual([path, status])
      expect(response.headers.getSetCookie().join('\n')).toContain('-session=')
      expect(response.headers.get('cache-control')).toBe('private, no-store')
    }
    expect(app.counts.refreshes).toBe(1)
  })

  it('passes the routes of the handler to the handler', async () => {
    await using app = await createFixture(routes())
    const cookie = await app.signIn()
    const response = await app.fetch('/auth/session', { headers: { cookie, accept: 'application/json' } })
    expect([response.status, (await response.json()).status]).toEqual([200, 'signed-in'])
    const signedOut = await app.fetch('/auth/sign-out', {
      method: 'POST',
      headers: { cookie, origin: ORIGIN },
    })
    expect(signedOut.headers.getSetCookie().join('\n')).toMatch(/-session=;/)
    expect((await app.fetch('/AUTH/session')).status).toBe(404)
    const foreign = { cookie, origin: 'https://evil.example' }
    expect((await app.fetch('/auth/sign-out', { method: 'POST', headers: foreign })).status).toBe(403)
  })

  it('is required: without it, all guards fail', async () => {
    await using app = await createFixture(routes(), { withMiddleware: false })
    const cookie = await app.signIn()
    for (const path of ['/private', '/private.data', '/api', '/auth/session']) {
      const response = await app.fetch(path, { headers: { cookie } })
      expect([path, response.status]).toEqual([path, 500])
      expect(await response.text()).not.toContain(MARKER)
    }
    expect(() => auth({ context: { get: () => null } } as never)).toThrow(
      /export const middleware = \[latchkey\(\)\]/,
    )
  })

  it('BUG-08: uses the base path of the app', async () => {
    await using app = await createFixture(routes(), { basename: '/docs' })
    const response = await app.fetch('/docs/private?tab=2')
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      '/docs/sign-in?returnTo=%2Fdocs%2Fprivate%3Ftab%3D2',
    ])
    const data = await (await app.fetch('/docs/private.data')).text()
    expect(data).toContain('/sign-in?returnTo=%2Fdocs%2Fprivate')
    expect(data).not.toContain('/docs/docs')
    const session = await app.fetch('/docs/auth/session', { headers: { accept: 'application/json' } })
    expect((await session.json()).status).toBe('signed-out')
  })
})

describe('prerendered pages', () => {
  it('have no user and read no settings, and a guard in one of them fails the build', async () => {
    process.env.IS_RR_BUILD_REQUEST = 'yes'
    try {
      await using app = await createFixture(routes(), { root: { loader: authLoader } })
      const cookie = await app.signIn()
      const open = await app.fetch('/', { headers: { cookie } })
      expect([open.status, open.headers.getSetCookie()]).toEqual([200, []])
      expect(await open.text()).not.toContain('nadia')
      expect((await app.fetch('/sign-in')).status).toBe(200)
      expect((await app.fetch('/private', { headers: { cookie } })).status).toBe(500)
    } finally {
      delete process.env.IS_RR_BUILD_REQUEST
    }
  })
})

describe('the requirements of guards', () => {
  it.each([
    [{ role: undefined }, {}],
    [{}, { allowImpersonation: undefined }],
    [{ permission: [] }, {}],
    [undefined, {}],
    [undefined, { allowImpersonation: false }],
    [null, {}],
    ['admin', {}],
  ])('P1, S-05: are validated when the guard is created: %j with %j', (requirement, options) => {
    for (const guard of [authed.with, requireMiddleware])
      expect(() => guard(requirement as never, options as never)).toThrow(
        expect.objectContaining({ code: 'option_invalid' }),
      )
  })
})
