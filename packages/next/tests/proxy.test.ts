import { NextResponse } from 'next/server'
import { describe, expect, it } from 'vitest'
import type { ProxyFunction } from '../src/with-latchkey.ts'
import { createFixture, event, nextRequest, seenByPage, within } from './fixture.ts'

const PATH = 'x-latchkey-path'
type Fixture = Awaited<ReturnType<typeof createFixture>>
/** The path that a page reads from the header of the proxy. */
const pathOf = ({ app }: Fixture, response: Response) =>
  app.handler().openPath(seenByPage(response).get(PATH))
const run = async (proxy: ProxyFunction, request = nextRequest('/')) =>
  (await proxy(request, event)) as Response

describe('the proxy', () => {
  it('passes a visitor on to the page without cookies or cache headers', async () => {
    await using fixture = await createFixture()
    const response = await run(fixture.app.proxy, nextRequest('/static?page=2'))
    expect(response.headers.get('x-middleware-next')).toBe('1')
    expect(response.headers.getSetCookie()).toEqual([])
    expect(response.headers.get('cache-control')).toBeNull()
    expect(await pathOf(fixture, response)).toBe('/static?page=2')
  })

  it('uses the requested path instead of one that the visitor sends', async () => {
    await using fixture = await createFixture()
    const response = await run(fixture.app.proxy, nextRequest('/account', { [PATH]: '//evil.example' }))
    expect(await pathOf(fixture, response)).toBe('/account')
  })

  it('C4: refreshes a session once, for the browser and for the page', async () => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    fixture.expire()
    const response = await run(
      fixture.app.proxy,
      nextRequest('/account', { cookie: `theme=a%20b; ${cookie}` }),
    )
    expect(response.headers.getSetCookie().join('\n')).toContain('-session=')
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    const seen = seenByPage(response)
    expect(seen.get('cookie')).toContain('theme=a%20b')
    const passed = { cookie: seen.get('cookie') as string, [PATH]: seen.get(PATH) as string }
    const auth = await within(passed, fixture.app.auth)
    expect(auth.status).toBe('signed-in')
    expect(fixture.counts.refreshes).toBe(1)
    expect(fixture.lines).toEqual([])
  })

  it('C14: refreshes a session once for 1,000 simultaneous requests', async () => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    fixture.expire()
    const responses = await Promise.all(
      Array.from({ length: 1_000 }, () => run(fixture.app.proxy, nextRequest('/account', { cookie }))),
    )
    expect(fixture.counts.refreshes).toBe(1)
    for (const response of responses)
      expect(response.headers.getSetCookie().join('\n')).toContain('-session=')
  })

  it('C12: redirects no request, regardless of its method', async () => {
    await using fixture = await createFixture()
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'HEAD']) {
      const response = await run(fixture.app.proxy, nextRequest('/account', {}, method))
      expect(response.headers.get('location')).toBeNull()
      expect(response.headers.get('x-middleware-next')).toBe('1')
    }
  })

  it('does not process the routes of the handler', async () => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    fixture.expire()
    const response = await run(fixture.app.proxy, nextRequest('/auth/session', { cookie }))
    expect(response.headers.getSetCookie()).toEqual([])
    expect(fixture.counts.refreshes).toBe(0)
  })

  it('removes an invalid cookie, also from the request to the page', async () => {
    await using fixture = await createFixture()
    const name = fixture.app.handler().cookieNames.session
    const response = await run(fixture.app.proxy, nextRequest('/account', { cookie: `${name}=damaged` }))
    expect(seenByPage(response).get('cookie') ?? '').not.toContain('damaged')
  })
})

describe('withLatchkey', () => {
  it('passes the refreshed session to a proxy of the app', async () => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    fixture.expire()
    const { session } = fixture.app.handler().cookieNames
    let given = ''
    const proxy = fixture.app.withLatchkey((request) => {
      given = request.headers.get('cookie') ?? ''
      expect(request.cookies.getAll().some(({ name }) => name.startsWith(session))).toBe(true)
    })
    const response = await run(proxy, nextRequest('/account', { cookie }))
    expect(given).not.toContain(cookie.split('; ').find((one) => one.startsWith(session)))
    expect(seenByPage(response).get('cookie')).toBe(given)
    expect(response.headers.getSetCookie().join('\n')).toContain('-session=')
  })

  it('allows it to rewrite, and the page still receives the session and the path', async () => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    fixture.expire()
    const proxy = fixture.app.withLatchkey((request) =>
      NextResponse.rewrite(new URL('/de/account', request.url)),
    )
    const response = await run(proxy, nextRequest('/account', { cookie }))
    expect(response.headers.get('x-middleware-rewrite')).toContain('/de/account')
    expect(await pathOf(fixture, response)).toBe('/account')
    expect(seenByPage(response).get('cookie')).toContain('-session=')
  })

  it('keeps the request headers that it sets, and adds the path', async () => {
    await using fixture = await createFixture()
    const proxy = fixture.app.withLatchkey((request) => {
      const headers = new Headers(request.headers)
      headers.set('x-locale', 'de')
      headers.delete(PATH)
      return NextResponse.next({ request: { headers } })
    })
    const response = await run(proxy, nextRequest('/account', { cookie: 'theme=dark' }))
    const seen = seenByPage(response)
    expect([seen.get('x-locale'), await pathOf(fixture, response), seen.get('cookie')]).toEqual([
      'de',
      '/account',
      'theme=dark',
    ])
  })

  it('C11: adds the refreshed session to its response, even to an immutable redirect', async () => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    fixture.expire()
    const proxy = fixture.app.withLatchkey(() => Response.redirect('http://localhost:3000/elsewhere', 307))
    const response = await run(proxy, nextRequest('/account', { cookie }))
    expect([response.status, response.headers.get('location')]).toEqual([
      307,
      'http://localhost:3000/elsewhere',
    ])
    expect(response.headers.has('x-middleware-next')).toBe(false)
    expect(response.headers.getSetCookie().join('\n')).toContain('-session=')
  })
})

describe('the routes', () => {
  it('respond under /auth, with or without the base path in the request', async () => {
    await using fixture = await createFixture({ appOrigin: 'http://localhost:3000/docs' })
    for (const path of ['/auth/session', '/docs/auth/session']) {
      const response = await fixture.app.handlers.GET(nextRequest(path, { accept: 'application/json' }))
      expect([response.status, (await response.json()).status]).toEqual([200, 'signed-out'])
    }
  })
})
