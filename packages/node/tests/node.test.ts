import { createServer, IncomingMessage, request as sendRequest } from 'node:http'
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2'
import { Socket } from 'node:net'
import type { Requirement } from '@latchkey/core/server'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import * as onExpress from '../src/express.ts'
import * as onFastify from '../src/fastify.ts'
import * as onHono from '../src/hono.ts'
import { authenticateUpgrade, type NodeRequest, toNodeHandler, toWebRequest } from '../src/index.ts'
import { appOrigin, createFixture, type Fixture, form, headOf, send, serve, signInFields } from './fixture.ts'

describe('toNodeHandler', () => {
  it('responds to every request of an http server', async () => {
    await using fixture = await createFixture()
    await using site = await serve(toNodeHandler(fixture.handler) as never)
    await fixture.signIn()
    expect((await site.get('/nothing')).status).toBe(404)
    const signedIn = await site.post(
      '/auth/sign-in/password',
      new URLSearchParams(signInFields).toString(),
      form,
    )
    expect(signedIn.status).toBe(303)
    expect(signedIn.headers.getSetCookie().length).toBeGreaterThan(1)
    const head = await send(site.port, { method: 'HEAD', path: '/auth/session' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  it('C14: refreshes a session once for 1,000 simultaneous requests, and every response sets the new cookie', async () => {
    await using fixture = await createFixture()
    const { cookie } = await fixture.signIn()
    const listener = toNodeHandler(fixture.handler)
    fixture.emulator.default.clock.advance({ minutes: 6 })
    const accept = 'application/json'
    const all = Array.from({ length: 1_000 }, () => headOf(listener, '/auth/session', { cookie, accept }))
    for (const { status, headers } of await Promise.all(all)) {
      expect([status, headers.get('cache-control')]).toEqual([200, 'private, no-store'])
      expect(headers.getSetCookie().join()).toContain('-session=')
    }
    expect(fixture.counts.refreshes).toBe(1)
  })

  it('passes other routes on to the next middleware', async () => {
    await using fixture = await createFixture()
    const app = express()
    app.use(toNodeHandler(fixture.handler) as never)
    app.get('/own', (_req, res) => {
      res.send('own')
    })
    await using site = await serve(app)
    expect(await (await site.get('/own')).text()).toBe('own')
    expect((await site.get('/auth/session', { accept: 'application/json' })).status).toBe(200)
  })

  it('works under a path that the framework removes', async () => {
    await using fixture = await createFixture()
    const app = express()
    app.use('/auth', toNodeHandler(fixture.handler) as never)
    await using site = await serve(app)
    const session = await site.get('/auth/session', { accept: 'application/json' })
    expect(await session.json()).toMatchObject({ status: 'signed-out' })
  })

  it('speaks HTTP/2', async () => {
    await using fixture = await createFixture()
    await fixture.signIn()
    const server = createHttp2Server(toNodeHandler(fixture.handler))
    await using site = await serve(server as never).catch((error) => Promise.reject(error))
    const session = connectHttp2(site.origin)
    const body = new URLSearchParams(signInFields).toString()
    const stream = session.request({ ':method': 'POST', ':path': '/auth/sign-in/password', ...form })
    const headers = new Promise<Record<string, unknown>>((resolve) =>
      stream.once('response', resolve as never),
    )
    stream.end(body)
    const received = await headers
    expect(received[':status']).toBe(303)
    expect((received['set-cookie'] as string[]).length).toBeGreaterThan(1)
    stream.close()
    session.destroy()
  })
})

describe('a body that was already read', () => {
  const read = (make: (req: NodeRequest) => void): NodeRequest => {
    const req = new IncomingMessage(new Socket()) as NodeRequest & IncomingMessage
    req.method = 'POST'
    req.url = '/auth/sign-in/password'
    req.headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '3' }
    req.push('a=1')
    req.push(null)
    req.read()
    make(req)
    return req
  }

  it.each([
    ['text', 'a=1', 'a=1'],
    ['bytes', Buffer.from('a=1'), 'a=1'],
    ['fields', { a: '1', b: 'é&=' }, 'a=1&b=%C3%A9%26%3D'],
    ['a duplicate field', { a: ['1', '2'] }, 'a=1&a=2'],
  ])('is taken from the parser as %s', async (_name, body, expected) => {
    const request = toWebRequest(
      appOrigin,
      read((req) => {
        req.body = body
      }),
    )
    expect(await request.text()).toBe(expected)
  })

  it('is refused if a parser has created objects', () => {
    const nested = read((req) => {
      req.body = { a: { b: '1' } }
    })
    expect(() => toWebRequest(appOrigin, nested)).toThrow('The field a must be text.')
  })

  it('is reported to the developer if its content was not kept', () => {
    expect(() =>
      toWebRequest(
        appOrigin,
        read(() => {}),
      ),
    ).toThrow(
      expect.objectContaining({
        code: 'body_already_read',
        message: expect.stringContaining('Mount Latchkey before'),
      }),
    )
  })
})

describe('the URL of a request', () => {
  const requested = (url: string) => {
    const req = new IncomingMessage(new Socket()) as NodeRequest & IncomingMessage
    req.method = 'GET'
    req.url = url
    req.headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example' }
    return req
  }

  it.each([
    '/a',
    '//evil.example/a',
    '/\\evil.example',
    '/a%2Fb/?q=1',
    '/@evil.example',
    '/..//evil.example',
  ])('stays within the origin of the app for %s', (url) => {
    expect(new URL(toWebRequest(appOrigin, requested(url)).url).origin).toBe(appOrigin)
  })

  it.each(['http://evil.example/a', '*', 'evil.example:443', '@evil.example', ''])(
    'refuses the target "%s"',
    (url) => {
      const request = requested(url)
      if (url === '') request.url = undefined
      const make = () => toWebRequest(appOrigin, request)
      if (url === '') expect(make().url).toBe(`${appOrigin}/`)
      else expect(make).toThrow('The request target must be a path.')
    },
  )
})

describe('Express', () => {
  it('names the missing middleware, and does not trust values from other libraries', async () => {
    const app = express()
    app.use((req, _res, next) => {
      ;(req as { auth: unknown }).auth = { status: 'signed-in', user: { email: 'forged@evil.example' } }
      next()
    })
    app.get('/within', (req, res) => {
      res.json(onExpress.requireUser(req).user)
    })
    app.get('/page', onExpress.requireUser(), (_req, res) => {
      res.send('page')
    })
    const errors: unknown[] = []
    app.use(((error, _req, res, _next) => {
      errors.push(error)
      res.status(500).end()
    }) as express.ErrorRequestHandler)
    await using site = await serve(app)
    expect([(await site.get('/within')).status, (await site.get('/page')).status]).toEqual([500, 500])
    expect(errors).toEqual([
      expect.objectContaining({ code: 'middleware_missing' }),
      expect.objectContaining({ code: 'middleware_missing' }),
    ])
  })

  it('F7: sets no cookie for a session that was signed out while the page was being rendered', async () => {
    await using fixture = await createFixture()
    const { cookie } = await fixture.signIn()
    const reached = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    const app = express()
    app.use(onExpress.latchkey({ handler: fixture.handler }))
    app.get('/slow', async (_req, res) => {
      reached.resolve()
      await goOn.promise
      res.write('part one, ')
      res.end('part two')
    })
    await using site = await serve(app)
    fixture.emulator.default.clock.advance({ minutes: 6 })
    const slow = site.get('/slow', { cookie })
    await reached.promise
    const signedOut = await site.post('/auth/sign-out', '', { ...form, cookie })
    expect(signedOut.status).toBeLessThan(400)
    goOn.resolve()
    const late = await slow
    expect(await late.text()).toBe('part one, part two')
    expect(late.headers.getSetCookie()).toEqual([])
  })

  it('sets the cookies of a refreshed session on a page that is written in parts', async () => {
    await using fixture = await createFixture()
    const { cookie } = await fixture.signIn()
    const app = express()
    app.use(onExpress.latchkey({ handler: fixture.handler }))
    app.get('/parts', (_req, res) => {
      res.status(201).set('set-cookie', 'theme=dark')
      res.write('one ')
      res.write('two ')
      res.end('three')
    })
    await using site = await serve(app)
    fixture.emulator.default.clock.advance({ minutes: 6 })
    const page = await site.get('/parts', { cookie })
    expect([page.status, await page.text()]).toEqual([201, 'one two three'])
    const names = page.headers.getSetCookie().map((line) => line.split('=', 1)[0])
    expect(names).toContain('theme')
    expect(names.length).toBeGreaterThan(1)
  })
})

describe('without the middleware', () => {
  it('guards of Fastify and Hono refuse every request, and name the missing middleware', async () => {
    const onServer = fastify()
    onServer.get('/page', { preHandler: onFastify.requireUser() }, async () => 'secret')
    const refused = await onServer.inject('/page')
    expect(refused.json()).toMatchObject({ statusCode: 500, code: 'middleware_missing' })
    const app = new Hono().get('/page', onHono.requireUser(), (c) => c.text('secret'))
    const errors: unknown[] = []
    app.onError((error, c) => {
      errors.push(error)
      return c.text('failed', 500)
    })
    expect(await (await app.request('/page')).text()).toBe('failed')
    expect(errors).toMatchObject([{ code: 'middleware_missing' }])
  })
})

describe('a WebSocket upgrade', () => {
  async function ask(
    fixture: Fixture,
    headers: Record<string, string>,
    ...requirement: [Requirement?]
  ): Promise<{ status: number; retryAfter: string | undefined }> {
    const server = createServer()
    server.on('upgrade', async (req, socket) => {
      const upgrade = await authenticateUpgrade(fixture.handler, req, ...requirement)
      if (!upgrade.isAllowed) return upgrade.refuse(socket)
      socket.end('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n')
    })
    await using site = await serve(server)
    return await new Promise((resolve, reject) => {
      const sent = { connection: 'Upgrade', upgrade: 'websocket', ...headers }
      const request = sendRequest({ port: site.port, host: '127.0.0.1', path: '/socket', headers: sent })
      const done = (response: IncomingMessage) =>
        resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] })
      request.on('upgrade', (response, socket) => {
        socket.destroy()
        done(response)
      })
      request.on('response', done)
      request.on('error', reject).end()
    })
  }

  it('is allowed for a signed-in user of the app, but not from a page of another origin', async () => {
    await using fixture = await createFixture()
    const { cookie } = await fixture.signIn()
    expect((await ask(fixture, { origin: appOrigin, cookie })).status).toBe(101)
    expect((await ask(fixture, { origin: appOrigin })).status).toBe(401)
    expect((await ask(fixture, { origin: 'https://evil.example', cookie })).status).toBe(403)
    expect((await ask(fixture, { cookie })).status).toBe(403)
    expect((await ask(fixture, { origin: appOrigin, cookie }, { role: 'admin' })).status).toBe(403)
  })

  it('P1, S-05: is allowed for no user if the requirement is undefined or invalid', async () => {
    await using fixture = await createFixture()
    const { cookie } = await fixture.signIn()
    for (const requirement of [undefined, null, { role: undefined }, 'admin', []])
      expect((await ask(fixture, { origin: appOrigin, cookie }, requirement as never)).status).toBe(403)
  })

  it('does not refresh an expired session, because the new cookie could not be set', async () => {
    await using fixture = await createFixture()
    const { cookie } = await fixture.signIn()
    fixture.emulator.default.clock.advance({ minutes: 6 })
    const { status, retryAfter } = await ask(fixture, { origin: appOrigin, cookie })
    expect([status, Number(retryAfter) > 0]).toEqual([503, true])
    expect(fixture.counts.refreshes).toBe(0)
  })
})
