import { IncomingMessage, type RequestListener } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import express from 'express'
// @ts-expect-error The types of Express 5 are used for both.
import express4 from 'express4'
import fastify from 'fastify'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import * as onExpress from '../src/express.ts'
import * as onFastify from '../src/fastify.ts'
import * as onHono from '../src/hono.ts'
import {
  appOrigin,
  browser,
  createFixture,
  type Fixture,
  form,
  headOf,
  json,
  serve,
  signInFields,
} from './fixture.ts'

/** Creates an app with the same routes on each framework. */
type App = (fixture: Fixture) => Promise<RequestListener>

const onExpressOf =
  (make: typeof express, where: 'before parsers' | 'after parsers'): App =>
  async ({ handler }) => {
    const app = make()
    const parsers = [make.json(), make.urlencoded({ extended: true })]
    if (where === 'after parsers') app.use(parsers)
    app.use(onExpress.latchkey({ handler, organizationPath: '/choose' }))
    if (where === 'before parsers') app.use(parsers)
    app.get('/who', (req, res) => {
      res.json({ status: req.auth.status, user: req.auth.user?.email })
    })
    app.get('/page', onExpress.requireUser(), (_req, res) => {
      res.send('page')
    })
    app.get('/within', (req, res) => {
      res.json({ email: onExpress.requireUser(req).user.email })
    })
    app.get('/admin', onExpress.requireRole('admin'), (_req, res) => {
      res.send('admin')
    })
    app.get('/organization', onExpress.requireOrganization(), (_req, res) => {
      res.send('organization')
    })
    app.get('/organization/:id', (req, res) => {
      const { nothing } = req.params as Record<string, string>
      res.send(onExpress.requireOrganization(req, nothing).organizationId)
    })
    app.get('/fresh', onExpress.requireAccess({ freshWithin: 60 }), (_req, res) => {
      res.send('fresh')
    })
    app.get('/shared', (_req, res) => {
      res.set(SHARED).send('shared')
    })
    app.get('/written', (_req, res) => {
      res.writeHead(200, SHARED)
      res.end('shared')
    })
    app.get('/moved', (_req, res) => {
      res.redirect(307, '/elsewhere')
    })
    app.post('/change', onExpress.sameOrigin(), onExpress.requireUser(), (_req, res) => {
      res.send('changed')
    })
    return app
  }

/** The headers of an app for a response that it considers public. */
const SHARED = { 'Cache-Control': 'public, max-age=600', 'CDN-Cache-Control': 'max-age=600' }

const apps: Record<string, App> = {
  'Express 5': onExpressOf(express, 'before parsers'),
  'Express 5, after body parsers': onExpressOf(express, 'after parsers'),
  'Express 4': onExpressOf(express4, 'before parsers'),
  'Express 4, after body parsers': onExpressOf(express4, 'after parsers'),
  async 'Fastify 5'({ handler }) {
    const app = fastify()
    await app.register(onFastify.latchkey, { handler, organizationPath: '/choose' })
    app.get('/who', async ({ auth }) => ({ status: auth.status, user: auth.user?.email }))
    app.get('/page', { preHandler: onFastify.requireUser() }, async () => 'page')
    app.get('/within', async (request) => ({ email: onFastify.requireUser(request).user.email }))
    app.get('/admin', { preHandler: onFastify.requireRole('admin') }, async () => 'admin')
    app.get('/fresh', { preHandler: onFastify.requireAccess({ freshWithin: 60 }) }, async () => 'fresh')
    app.get('/organization', { preHandler: onFastify.requireOrganization() }, async () => 'organization')
    app.get('/organization/:id', async (request) => {
      const { nothing } = request.params as Record<string, string>
      return onFastify.requireOrganization(request, nothing).organizationId
    })
    for (const path of ['/shared', '/written'])
      app.get(path, async (_request, reply) => reply.headers(SHARED).send('shared'))
    app.get('/moved', async () => Response.redirect(`${appOrigin}/elsewhere`, 307))
    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, done) => done(null, body),
    )
    app.post(
      '/change',
      { preHandler: [onFastify.sameOrigin(), onFastify.requireUser()] },
      async () => 'changed',
    )
    await app.ready()
    return (req, res) => app.routing(req, res)
  },
  async 'Hono 4'({ handler }) {
    const app = new Hono()
    app.use(onHono.latchkey({ handler, organizationPath: '/choose', addressOf: () => '127.0.0.1' }))
    app.get('/who', (c) => {
      const auth = onHono.auth(c)
      return c.json({ status: auth.status, user: auth.user?.email })
    })
    app.get('/page', onHono.requireUser(), (c) => c.text('page'))
    app.get('/within', (c) => c.json({ email: onHono.requireUser(c).user.email }))
    app.get('/admin', onHono.requireRole('admin'), (c) => c.text('admin'))
    app.get('/fresh', onHono.requireAccess({ freshWithin: 60 }), (c) => c.text('fresh'))
    app.get('/organization', onHono.requireOrganization(), (c) => c.text('organization'))
    app.get('/organization/:id', (c) =>
      c.text(onHono.requireOrganization(c, c.req.param('nothing')).organizationId),
    )
    for (const path of ['/shared', '/written']) app.get(path, (c) => c.text('shared', 200, SHARED))
    app.get('/moved', () => Response.redirect(`${appOrigin}/elsewhere`, 307))
    app.post('/change', onHono.sameOrigin(), onHono.requireUser(), (c) => c.text('changed'))
    app.onError((error, c) =>
      error instanceof onHono.AccessRefusedError
        ? c.json({ error: { code: error.code } }, error.status, error.headers)
        : c.text('failed', 500),
    )
    return getRequestListener(app.fetch)
  },
}

describe.each(Object.entries(apps))('%s', (_name, app) => {
  async function start() {
    const fixture = await createFixture()
    const site = await serve(await app(fixture))
    return {
      ...fixture,
      site,
      async [Symbol.asyncDispose]() {
        await site[Symbol.asyncDispose]()
        await fixture[Symbol.asyncDispose]()
      },
    }
  }

  it('passes the user of the request to each route, and prevents caching of personal responses', async () => {
    await using fixture = await start()
    const { cookie } = await fixture.signIn()
    const noUser = await fixture.site.get('/who')
    expect(await noUser.json()).toEqual({ status: 'signed-out' })
    expect(noUser.headers.get('cache-control')).toBeNull()
    const nadia = await fixture.site.get('/who', { cookie })
    expect(await nadia.json()).toEqual({ status: 'signed-in', user: 'nadia@orchard.example' })
    expect(nadia.headers.get('cache-control')).toBe('private, no-store')
    expect(nadia.headers.get('vary')?.toLowerCase()).toContain('cookie')
  })

  it('mounts the handler, so that a posted form signs in and sets separate cookies', async () => {
    await using fixture = await start()
    await fixture.signIn()
    const page = await fixture.site.get('/auth/session', { accept: 'application/json' })
    expect(await page.json()).toMatchObject({ status: 'signed-out' })
    const body = new URLSearchParams(signInFields).toString()
    const signedIn = await fixture.site.post('/auth/sign-in/password', body, form)
    expect(signedIn.status).toBe(303)
    const lines = signedIn.headers.getSetCookie()
    expect(lines.length).toBeGreaterThan(1)
    const cookie = lines.map((line) => line.split(';', 1)[0]).join('; ')
    expect(await (await fixture.site.get('/who', { cookie })).json()).toMatchObject({ status: 'signed-in' })
    expect(fixture.addresses.some((address) => address?.includes('127.0.0.1'))).toBe(true)
  })

  it('signs in with JSON, and refuses a duplicate field', async () => {
    await using fixture = await start()
    await fixture.signIn()
    const response = await fixture.site.post('/auth/sign-in/password', JSON.stringify(signInFields), json)
    expect([response.status, await response.json()]).toMatchObject([200, { step: { name: 'complete' } }])
    const doubled = `${new URLSearchParams(signInFields)}&email=someone-else%40orchard.example`
    const refused = await fixture.site.post('/auth/sign-in/password', doubled, {
      ...form,
      accept: 'application/json',
    })
    expect(refused.status).toBeLessThan(500)
    expect(refused.headers.getSetCookie().join()).not.toContain('session')
  })

  it('redirects browsers to the sign-in page and back, and responds to scripts with a 401', async () => {
    await using fixture = await start()
    const page = await fixture.site.get('/page?tab=2', browser)
    expect([page.status, page.headers.get('location')]).toEqual([303, '/sign-in?returnTo=%2Fpage%3Ftab%3D2'])
    expect(page.headers.get('cache-control')).toBe('private, no-store')
    const script = await fixture.site.get('/page', { accept: 'application/json' })
    expect([script.status, await script.json()]).toMatchObject([401, { error: { code: 'signed_out' } }])
    const { cookie } = await fixture.signIn()
    expect(await (await fixture.site.get('/page', { ...browser, cookie })).text()).toBe('page')
  })

  it('returns the user within a handler, and throws an error for visitors', async () => {
    await using fixture = await start()
    expect((await fixture.site.get('/within', { accept: 'application/json' })).status).toBe(401)
    const { cookie } = await fixture.signIn()
    expect(await (await fixture.site.get('/within', { cookie })).json()).toEqual({
      email: 'nadia@orchard.example',
    })
  })

  it('refuses a user without the role with a 403, and allows a user with it', async () => {
    await using fixture = await start()
    const { cookie } = await fixture.signIn('member@orchard.example', 'member')
    const refused = await fixture.site.get('/admin', { cookie, accept: 'application/json' })
    expect([refused.status, await refused.json()]).toMatchObject([403, { error: { code: 'forbidden' } }])
    const admin = await fixture.signIn('admin@orchard.example', 'admin')
    expect(await (await fixture.site.get('/admin', { cookie: admin.cookie })).text()).toBe('admin')
  })

  it('redirects to the page for choosing an organization, and refuses an undefined ID', async () => {
    await using fixture = await start()
    const { cookie } = await fixture.signIn()
    const chosen = await fixture.site.get('/organization', { ...browser, cookie })
    expect([chosen.status, chosen.headers.get('location')]).toEqual([303, '/choose?returnTo=%2Forganization'])
    const admin = await fixture.signIn('admin@orchard.example', 'admin')
    expect(await (await fixture.site.get('/organization', { cookie: admin.cookie })).text()).toBe(
      'organization',
    )
    const open = await fixture.site.get('/organization/anything', {
      cookie: admin.cookie,
      accept: 'application/json',
    })
    expect([401, 403, 500]).toContain(open.status)
    expect(await open.text()).not.toContain('org_')
  })

  it('S-05: redirects to a new sign-in according to the clock of the handler', async () => {
    await using fixture = await start()
    const { cookie } = await fixture.signIn()
    const fresh = () => fixture.site.get('/fresh', { ...browser, cookie })
    expect(await (await fresh()).text()).toBe('fresh')
    await fixture.pass(120_000)
    const late = await fresh()
    expect([late.status, late.headers.get('location')]).toEqual([
      303,
      '/sign-in?returnTo=%2Ffresh&reauthenticate=1',
    ])
    const script = await fixture.site.get('/fresh', { cookie, accept: 'application/json' })
    expect([script.status, await script.json()]).toMatchObject([
      403,
      { error: { code: 'reauthentication_required' } },
    ])
  })

  it("refuses a post from another site to the app's own route", async () => {
    await using fixture = await start()
    const { cookie } = await fixture.signIn()
    const own = await fixture.site.post('/change', 'a=1', { ...form, cookie })
    expect(await own.text()).toBe('changed')
    for (const foreign of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: appOrigin, 'sec-fetch-site': 'cross-site' },
      {},
    ]) {
      const { 'content-type': type } = form
      const refused = await fixture.site.post('/change', 'a=1', {
        'content-type': type,
        cookie,
        ...foreign,
      } as never)
      expect(refused.status).toBe(403)
    }
  })

  it('C14: refreshes a session once for 1,000 simultaneous requests, and every response sets the new cookie', async () => {
    await using fixture = await createFixture()
    const { cookie } = await fixture.signIn()
    const listener = await app(fixture)
    fixture.emulator.default.clock.advance({ minutes: 6 })
    const statuses = { '/who': 200, '/page': 200, '/moved': 307, '/nowhere': 404, '/admin': 403 }
    const ways = Object.keys(statuses) as (keyof typeof statuses)[]
    const all = Array.from({ length: 1_000 }, async (_, index) => {
      const path = ways[index % ways.length] as keyof typeof statuses
      return { path, response: await headOf(listener, path, { ...browser, cookie }) }
    })
    for (const { path, response } of await Promise.all(all)) {
      expect([path, response.status]).toEqual([path, statuses[path]])
      expect(response.headers.getSetCookie().join()).toContain('-session=')
      expect(response.headers.get('cache-control')).toBe('private, no-store')
    }
    expect(fixture.counts.refreshes).toBe(1)
  })

  it.each([
    [{ 'sec-purpose': 'prefetch' }],
    [{ purpose: 'prefetch' }],
    [{ 'sec-purpose': 'prefetch;prerender' }],
  ])('returns no content and no cookie of a protected page to a request with %o', async (headers) => {
    await using fixture = await start()
    for (const path of ['/page', '/admin', '/within', '/organization', '/fresh']) {
      const ahead = await fixture.site.get(path, { accept: '*/*', ...headers })
      expect(ahead.status).toBe(401)
      if (path !== '/within') expect(ahead.headers.get('cache-control')).toBe('private, no-store')
      expect(await ahead.text()).not.toMatch(/^(page|admin|organization|fresh)$|orchard/)
      expect(ahead.headers.getSetCookie()).toEqual([])
    }
  })

  it.each(['/shared', '/written'])(
    'G6, H2: prevents shared caches from storing %s for a user, regardless of the app’s headers',
    async (path) => {
      await using fixture = await start()
      const { cookie } = await fixture.signIn()
      expect((await fixture.site.get(path)).headers.get('cache-control')).toBe('public, max-age=600')
      const own = await fixture.site.get(path, { cookie })
      expect([await own.text(), own.headers.get('cache-control')]).toEqual(['shared', 'private, no-store'])
      expect(own.headers.get('cdn-cache-control')).toBeNull()
      fixture.emulator.default.clock.advance({ minutes: 6 })
      const renewed = await fixture.site.get(path, { cookie })
      expect(renewed.headers.getSetCookie().length).toBeGreaterThan(0)
      expect([await renewed.text(), renewed.headers.get('cache-control')]).toEqual([
        'shared',
        'private, no-store',
      ])
    },
  )

  it('responds to an invalid request target without a 500', async () => {
    await using fixture = await start()
    for (const path of [
      '//evil.example/auth/session',
      '/auth/%E0%A4%A',
      '/auth/..%2f..%2f',
      '/auth//session',
      'http://evil.example/auth/session',
      'http://evil.example/page',
      '*',
      '@evil.example/page',
      'page',
    ]) {
      const { status, headers } = await fixture.site.get(path, browser)
      expect(status, path).toBeLessThan(500)
      expect(headers.get('location') ?? '', path).not.toMatch(/^(https?:)?\/\/evil/)
    }
  })
})

describe('S-05, N5: a guard with invalid options', () => {
  const GUARDS = { 'Express 5': onExpress, Fastify: onFastify, Hono: onHono }
  const ODD: Record<string, (guards: typeof onExpress) => unknown> = {
    'a role as an option of requireUser': ({ requireUser }) => requireUser({ role: 'admin' } as never),
    'a role as a string': ({ requireUser }) => requireUser('admin' as never),
    'a misspelled option': ({ requireUser }) => requireUser({ allowImpersonate: false } as never),
    'an undefined allowImpersonation': ({ requireUser }) =>
      requireUser({ allowImpersonation: undefined as never }),
    'an organization under another name': ({ requireOrganization }) =>
      requireOrganization({ organizationId: 'org_1' } as never),
    'an undefined ID': ({ requireOrganization }) => requireOrganization({ id: undefined as never }),
    'an undefined role': ({ requireRole }) => requireRole(undefined as never),
    'an empty list of permissions': ({ requirePermission }) => requirePermission([]),
    'an undefined requirement': ({ requireAccess }) => requireAccess(undefined as never),
  }

  it.each(Object.entries(ODD))('%s throws an error when the guard is created', (_name, make) => {
    for (const guards of Object.values(GUARDS))
      expect(() => make(guards as unknown as typeof onExpress)).toThrow(
        expect.objectContaining({ code: 'option_invalid' }),
      )
  })

  it('refuses invalid options within a handler', () => {
    const guard = onExpress.requireRole as (...given: unknown[]) => unknown
    const request = Object.create(IncomingMessage.prototype)
    expect(() => guard(request, 'admin', { allowImpersonation: false })).toThrow(
      expect.objectContaining({ code: 'option_invalid' }),
    )
  })
})
