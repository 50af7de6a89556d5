import { once } from 'node:events'
import { createServer, IncomingMessage, ServerResponse, request as send } from 'node:http'
import { type AddressInfo, Socket } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import { ConfigError } from '@latchkey/core/server'
import type {
  GetServerSideProps,
  GetServerSidePropsContext,
  InferGetServerSidePropsType,
  NextApiHandler,
  NextApiRequest,
  NextApiResponse,
} from 'next'
import { apiResolver } from 'next/dist/server/api-utils/node/api-resolver.js'
import { addRequestMeta } from 'next/dist/server/request-meta.js'
import { NextRequest } from 'next/server'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { latchkey as appLatchkey } from '../src/latchkey.ts'
import { authed, latchkey, type SignedIn } from '../src/pages.ts'
import { createFixture, event, seenByPage } from './fixture.ts'

const BROWSER = { accept: 'text/html', 'sec-fetch-mode': 'navigate' }
const SCRIPT = { accept: 'application/json', 'sec-fetch-mode': 'cors' }
const OWN = { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' }
const FOREIGN = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }

/** Sends one request to a server. `fetch` cannot send a browser's headers, because it identifies itself as a script. */
async function request(
  listener: (req: IncomingMessage, res: ServerResponse) => unknown,
  path: string,
  headers: Record<string, string>,
  method = 'GET',
) {
  const server = createServer((req, res) => void listener(req, res)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  try {
    const [response] = (await once(send({ port, path, method, headers }).end(), 'response')) as [
      IncomingMessage,
    ]
    return { status: response.statusCode, headers: response.headers, text: await readText(response) }
  } finally {
    server.close()
  }
}

interface VisitOptions {
  method?: string
  locale?: string
  /** The complete URL of the request, as Next stores it. */
  initURL?: string
}

/** Requests a page, and returns its props as JSON unless the guard has already responded. */
const visit = (
  getServerSideProps: (context: GetServerSidePropsContext) => Promise<unknown>,
  path: string,
  headers: Record<string, string> = {},
  { method = 'GET', initURL, ...more }: VisitOptions = {},
) => {
  async function render(req: IncomingMessage, res: ServerResponse) {
    if (initURL !== undefined) addRequestMeta(req, 'initURL', initURL)
    const context = { req, res, query: {}, resolvedUrl: '/rewritten', defaultLocale: 'en', ...more }
    const result = await getServerSideProps(context as unknown as GetServerSidePropsContext).catch(String)
    if (!res.headersSent) res.end(JSON.stringify(result))
  }
  return request(render, path, { ...BROWSER, ...headers }, method)
}

/** Calls an API route through Next's own resolver. */
const call = (route: NextApiHandler, path: string, headers: Record<string, string> = {}, method = 'GET') =>
  request(
    (req, res) =>
      apiResolver(req, res, {}, { default: route }, {} as never, false, false, '/api', () => undefined),
    path,
    headers,
    method,
  )

describe('authed.props', () => {
  it('passes the user to the page, and keeps the response out of every cache', async () => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    const page = fixture.pages.authed.props(async ({ res }, { user }) => {
      res.setHeader('cache-control', 'public, s-maxage=60')
      return { props: { email: user.email } }
    })
    const { headers, text } = await visit(page, '/account', { cookie })
    expect(JSON.parse(text)).toEqual({ props: { email: 'nadia@orchard.example' } })
    expect(headers['cache-control']).toBe('private, no-store')
  })

  it.each([
    ['a page', '/account?tab=2', {}, '/account?tab=2'],
    ['a page in another language', '/account', { locale: 'de' }, '/de/account'],
    ['a page in the default language', '/account', { locale: 'en' }, '/account'],
    ['a form posted to the page', '/account', { method: 'POST' }, '/account'],
    ['a path that names another host', '//evil.example/x', {}, undefined],
  ])('redirects a visitor to the sign-in page, and back to %s', async (_title, path, options, back) => {
    await using fixture = await createFixture()
    const ran: string[] = []
    const page = fixture.pages.authed.props(async () => {
      ran.push('page')
      return { props: {} }
    })
    const { text, headers } = await visit(page, path, OWN, options)
    expect(headers['cache-control']).toBe('private, no-store')
    const destination = back ? `/sign-in?returnTo=${encodeURIComponent(back)}` : '/sign-in'
    expect(JSON.parse(text)).toEqual({ redirect: { destination, statusCode: 303 } })
    expect(ran).toEqual([])
  })

  it('BUG-08: returns to a page under the base path, which Next adds to redirects', async () => {
    await using fixture = await createFixture({
      appOrigin: 'http://localhost:3000/docs',
      organizationPath: '/organizations',
    })
    const { authed } = fixture.pages
    const page = authed.props(async () => ({ props: {} }))
    expect(JSON.parse((await visit(page, '/report')).text).redirect.destination).toBe(
      '/sign-in?returnTo=%2Fdocs%2Freport',
    )
    const cookie = await fixture.signIn()
    const organization = authed.with({ organization: true })
    const choose = await visit(
      organization.props(async () => ({ props: {} })),
      '/report',
      { cookie },
    )
    expect(JSON.parse(choose.text).redirect.destination).toBe('/organizations?returnTo=%2Fdocs%2Freport')
    const api = await call(
      organization.api(() => {}),
      '/api/me',
      { cookie, ...BROWSER },
    )
    expect([api.status, api.headers.location]).toEqual([
      303,
      '/docs/organizations?returnTo=%2Fdocs%2Fapi%2Fme',
    ])
  })

  it.each([
    ['/report?x=1', { initURL: 'http://localhost:3000/docs/report?x=1' }, '/docs/report?x=1'],
    ['/report/', { initURL: 'http://localhost:3000/docs/report/' }, '/docs/report/'],
    ['/', { initURL: 'http://localhost:3000/docs' }, '/docs/'],
    ['/report', { initURL: 'http://localhost:3000/docs/de/report', locale: 'de' }, '/docs/de/report'],
    [
      '/_next/data/b1/x.json',
      { initURL: 'http://localhost:3000/docs/_next/data/b1/x.json' },
      '/docs/rewritten',
    ],
    ['/report', { initURL: 'http://localhost:3000/report' }, '/report'],
  ])('finds the base path without a build: %s, %o', async (path, options, back) => {
    await using fixture = await createFixture()
    const page = latchkey({ ...fixture.settings }).authed.props(async () => ({ props: {} }))
    const { destination } = JSON.parse((await visit(page, path, {}, options)).text).redirect
    // Next adds the base path to the destination.
    expect(destination).toBe(`/sign-in?returnTo=${encodeURIComponent(back)}`)
    const isBelow = back.startsWith('/docs')
    const next = await visit(page, '/a', {}, {})
    expect(JSON.parse(next.text).redirect.destination).toContain(isBelow ? '=%2Fdocs%2Fa' : '=%2Fa')
  })

  it('has the base path from the proxy, even without the record of Next', async () => {
    await using fixture = await createFixture()
    const page = latchkey({ ...fixture.settings }).authed.props(async () => ({ props: {} }))
    const at = async (path: string, value: string | undefined) => {
      const { text } = await visit(page, path, value === undefined ? {} : { 'x-latchkey-path': value })
      return new URL(JSON.parse(text).redirect.destination, 'http://localhost').searchParams.get('returnTo')
    }
    const { proxy } = appLatchkey({ ...fixture.settings, appPath: '/docs' })
    const nextConfig = { basePath: '/docs' }
    const requested = new NextRequest('http://localhost:3000/docs/report', { nextConfig })
    const passed = seenByPage((await proxy(requested, event)) as Response).get('x-latchkey-path')
    expect(await at('/report', '/docs/made/up#/docs')).toBe('/report')
    expect(await at('/report', passed ?? undefined)).toBe('/docs/report')
    expect(await at('/_next/data/b1/x.json', passed ?? undefined)).toBe('/docs/rewritten')
    expect(await at('/a', undefined)).toBe('/docs/a')
  })

  it('names the setting, once, if nothing provides the base path', async () => {
    await using fixture = await createFixture()
    const visitTwice = async (options: object, more: VisitOptions = {}) => {
      fixture.lines.length = 0
      const page = latchkey({ ...fixture.settings, ...options }).authed.props(async () => ({ props: {} }))
      const { text } = await visit(page, '/report', {}, more)
      await visit(page, '/report', {}, more)
      return [JSON.parse(text).redirect.destination, ...fixture.lines]
    }
    expect(await visitTwice({})).toEqual([
      '/sign-in?returnTo=%2Freport',
      expect.stringMatching(/`basePath` of the app is unknown.*proxy\.ts.*LATCHKEY_APP_ORIGIN/),
    ])
    const below = '/sign-in?returnTo=%2Fdocs%2Freport'
    expect(await visitTwice({ appOrigin: 'http://localhost:3000/docs' })).toEqual([below])
    expect(await visitTwice({}, { initURL: 'http://localhost:3000/docs/report' })).toEqual([below])
    expect(await visitTwice({ log: false })).toHaveLength(1)
  })

  it('does not derive a base path from an attacker’s URL that ends with a data path', async () => {
    await using fixture = await createFixture()
    const page = latchkey({ ...fixture.settings }).authed.props(async () => ({ props: {} }))
    for (const path of ['/made/up/_next/data/b1/x.json', '/no%20path/_next/data/b1', '/a/_next/data/{']) {
      const { text } = await visit(page, path, {}, { initURL: `http://localhost:3000${path}` })
      const { destination } = JSON.parse(text).redirect
      expect(destination).toMatch(/^\/sign-in\?returnTo=/)
      const returnTo = new URL(destination, 'http://localhost').searchParams.get('returnTo')
      expect(returnTo).toBe(new URL(path, 'http://localhost').pathname)
    }
    expect(fixture.lines).toEqual([])
  })

  it('shows the not-found page to a user who is not allowed, or a 403 if the page requests an error', async () => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    const ran: string[] = []
    const pageOf = (options: object) =>
      fixture.pages.authed.with({ role: 'admin' }, options).props(async () => {
        ran.push('page')
        return { props: {} }
      })
    expect(JSON.parse((await visit(pageOf({}), '/admin', { cookie })).text)).toEqual({ notFound: true })
    const refused = await visit(pageOf({ onMissing: 'error' }), '/admin', { cookie })
    expect([refused.status, refused.text]).toEqual([403, 'You are not allowed to do that.'])
    expect((await visit(pageOf({ onMissing: 'error' }), '/admin')).status).toBe(401)
    expect(ran).toEqual([])
  })

  it('refuses posts from other sites, even for a signed-in user', async () => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    const ran: string[] = []
    const page = fixture.pages.authed.props(async () => {
      ran.push('page')
      return { props: {} }
    })
    const posted = await visit(page, '/account', { cookie, ...FOREIGN }, { method: 'POST' })
    expect([posted.status, ran]).toEqual([403, []])
    await visit(page, '/account', { cookie, ...OWN }, { method: 'POST' })
    expect(ran).toEqual(['page'])
  })

  it('responds with a 503 while the session cannot be checked, and signs no user out', async () => {
    await using fixture = await createFixture({
      client: undefined,
      handler: await unreachable(),
    })
    const page = fixture.pages.authed.props(async () => ({ props: {} }))
    const { status, headers } = await visit(page, '/account', { cookie: 'lk-session=x' })
    expect([status, headers['retry-after'], headers['set-cookie']]).toEqual([503, '7', undefined])
    const api = await call(
      fixture.pages.authed.api(() => {}),
      '/api/me',
      SCRIPT,
    )
    expect([api.status, JSON.parse(api.text).error.code]).toEqual([503, 'unavailable'])
    expect(api.headers['retry-after']).toBe('7')
  })
})

/** A handler that cannot reach the API. */
async function unreachable() {
  await using fixture = await createFixture()
  const handler = fixture.app.handler()
  const auth = { status: 'stale' as const, user: undefined, lastKnown: undefined, retryAfterSeconds: 7 }
  const resolve = async () => ({ auth, cookies: async () => [], hasCookies: false })
  return { ...handler, resolve } as unknown as typeof handler
}

describe('authed.api', () => {
  it('passes the user to the route, and keeps the response out of every cache', async () => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    const route = fixture.pages.authed.api((req, res, { user }) => {
      res.setHeader('cache-control', 'public, max-age=60')
      res.json({ email: user.email, method: req.method })
    })
    const { headers, text } = await call(route, '/api/me', { cookie })
    expect(JSON.parse(text)).toEqual({ email: 'nadia@orchard.example', method: 'GET' })
    expect(headers['cache-control']).toBe('private, no-store')
  })

  it('responds to scripts with a status and JSON, and to browsers with the sign-in page', async () => {
    await using fixture = await createFixture()
    const ran: string[] = []
    const route = fixture.pages.authed.api(() => ran.push('route'))
    const script = await call(route, '/api/me', SCRIPT)
    expect(script.headers['cache-control']).toBe('private, no-store')
    expect([script.status, JSON.parse(script.text)]).toEqual([
      401,
      { error: { code: 'signed_out', message: 'Sign in to do that.' } },
    ])
    const browser = await call(route, '/api/report?year=2026', BROWSER)
    expect([browser.status, browser.headers.location]).toEqual([
      303,
      '/sign-in?returnTo=%2Fapi%2Freport%3Fyear%3D2026',
    ])
    const cookie = await fixture.signIn()
    const admins = fixture.pages.authed.with({ role: 'admin' }).api(() => ran.push('route'))
    const forbidden = await call(admins, '/api/me', { cookie, ...SCRIPT })
    expect([forbidden.status, JSON.parse(forbidden.text).error.code]).toEqual([403, 'forbidden'])
    expect(ran).toEqual([])
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('refuses a %s request from another site', async (method) => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    const route = fixture.pages.authed.api((_req, res) => res.json({}))
    const foreign = await call(route, '/api/me', { cookie, ...FOREIGN }, method)
    expect([foreign.status, JSON.parse(foreign.text).error.code]).toEqual([403, 'cross_origin'])
    expect((await call(route, '/api/me', { cookie, ...OWN }, method)).status).toBe(200)
  })

  it('leaves the errors of the app to Next', async () => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    const route = fixture.pages.authed.api(() => {
      throw new Error('broken')
    })
    expect((await call(route, '/api/me', { cookie })).status).toBe(500)
  })
})

describe('auth()', () => {
  it('returns the user of the request, and refreshes an expired session once for each request', async () => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    const { auth, readAuth } = fixture.pages
    const page = async (context: GetServerSidePropsContext) => ({
      props: {
        statuses: [(await auth(context)).status, (await auth(context)).status],
        known: await readAuth(context),
      },
    })
    const visitor = await visit(page, '/')
    expect(JSON.parse(visitor.text).props).toMatchObject({
      statuses: ['signed-out', 'signed-out'],
      known: { status: 'signed-out' },
    })
    expect(visitor.headers['cache-control']).toBeUndefined()
    fixture.expire()
    const { headers, text } = await visit(page, '/', { cookie })
    expect(JSON.parse(text).props).toMatchObject({
      statuses: ['signed-in', 'signed-in'],
      known: { user: { email: 'nadia@orchard.example' } },
    })
    expect(fixture.counts.refreshes).toBe(1)
    const renewed = headers['set-cookie']?.map((line) => line.split(';', 1)[0]).join('; ') ?? ''
    await visit(page, '/', { cookie: renewed })
    expect(fixture.counts.refreshes).toBe(1)
  })

  it('does not refresh after the response has started, because no cookie can be set', async () => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    fixture.expire()
    const route: NextApiHandler = async (req, res) => {
      res.flushHeaders()
      res.end((await fixture.pages.auth({ req, res })).status)
    }
    expect((await call(route, '/api/me', { cookie })).text).toBe('stale')
    expect(fixture.counts.refreshes).toBe(0)
  })

  it('refreshes an expired session once for 1,000 requests for pages and API routes', async () => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    fixture.expire()
    const { authed } = fixture.pages
    let opened = 0
    const page = authed.props(async () => {
      opened += 1
      return { props: {} }
    })
    const route = authed.api(() => {
      opened += 1
    })
    const all = Array.from({ length: 1000 }, async (_, index) => {
      const req = Object.assign(new IncomingMessage(new Socket()), { headers: { cookie }, url: '/account' })
      const res = new ServerResponse(req)
      const context = { req, res, resolvedUrl: '/account' } as unknown as GetServerSidePropsContext
      if (index % 2) await page(context)
      else await route(req as NextApiRequest, res as NextApiResponse)
      return [res.statusCode, res.getHeader('set-cookie')]
    })
    for (const [status, cookies] of await Promise.all(all)) {
      expect(status).toBe(200)
      expect(cookies).toHaveLength(2)
    }
    expect(opened).toBe(1000)
    expect(fixture.counts.refreshes).toBe(1)
  })
})

describe('a guard', () => {
  it('stops the data functions of a page or an API route', async () => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn('mia@orchard.example', 'member')
    const { authed, requireOrganization, requireRole } = fixture.pages
    const page = authed.props(async (context) => {
      await requireOrganization(context)
      await requireRole(context, 'admin')
      return { props: {} }
    })
    expect(JSON.parse((await visit(page, '/admin', { cookie })).text)).toEqual({ notFound: true })
    const route = authed.api(async (req, res) => requireRole({ req, res }, 'admin'))
    expect((await call(route, '/api/admin', { cookie, ...SCRIPT })).status).toBe(403)
  })

  it('fails outside `authed`, with an error that names where it works', async () => {
    await using fixture = await createFixture()
    const page = async (context: GetServerSidePropsContext) => {
      await fixture.pages.requireUser(context)
      return { props: {} }
    }
    expect((await visit(page, '/account')).text).toMatch(/within authed.props\(\)/)
  })

  it.each([{ role: undefined }, { rolle: 'admin' }, { permission: [] }])(
    'cannot have an invalid requirement: %o',
    async (requirement) => {
      await using fixture = await createFixture()
      expect(() => fixture.pages.authed.with(requirement as never)).toThrow(ConfigError)
    },
  )
})

it('readFlow gives a page its flow, in JSON, and sets the cookies of the step', async () => {
  await using fixture = await createFixture()
  const page = async (context: GetServerSidePropsContext) => ({
    props: { flow: await fixture.pages.readFlow(context, 'sign-in') },
  })
  const { headers, text } = await visit(page, '/sign-in?returnTo=%2Fnotes')
  expect(JSON.parse(text).props.flow.step.name).toBe('start')
  expect(headers['cache-control']).toBe('private, no-store')
})

it('`authed` keeps the types of props and API routes', () => {
  const page = authed.props(async (_context, { user }) => ({ props: { email: user.email } }))
  expectTypeOf<InferGetServerSidePropsType<typeof page>>().toEqualTypeOf<{ email: string }>()
  expectTypeOf(page).toExtend<GetServerSideProps<{ email: string }>>()
  const route = authed.api<{ email: string }>((_req, res, auth) => {
    expectTypeOf(auth).toEqualTypeOf<SignedIn>()
    res.json({ email: auth.user.email })
  })
  expectTypeOf(route).toEqualTypeOf<NextApiHandler<{ email: string }>>()
})
