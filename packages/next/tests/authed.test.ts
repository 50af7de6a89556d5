import { ConfigError } from '@latchkey/core/server'
import { describe, expect, it } from 'vitest'
import { createFixture, digestOf, nextRequest, within } from './fixture.ts'

const own = { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' }
const browser = { accept: 'text/html', 'sec-fetch-mode': 'navigate' }

describe('authed.action', () => {
  it('passes the user and the arguments to the function', async () => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    const rename = fixture.app.authed.action(({ user }, from: string, to: string) => [user.email, from, to])
    expect(await within({ cookie, ...own }, () => rename('a', 'b'))).toEqual([
      'nadia@orchard.example',
      'a',
      'b',
    ])
  })

  it('does nothing for visitors, and returns to the page of the form', async () => {
    await using fixture = await createFixture()
    const done: string[] = []
    const add = fixture.app.authed.action(() => done.push('added'))
    const digest = await digestOf(within({ ...own, ...(await fixture.fromProxy('/notes')) }, add))
    expect(digest).toContain(';/sign-in?returnTo=%2Fnotes;')
    expect(done).toEqual([])
  })

  it.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['a client other than a browser', {}],
  ])('does nothing for %s', async (_from, headers) => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    const done: string[] = []
    const add = fixture.app.authed.action(() => done.push('added'))
    await expect(within({ cookie, ...headers }, add)).rejects.toMatchObject({ status: 403 })
    expect(done).toEqual([])
  })

  it('does nothing for users without the permission, or if the session cannot be checked', async () => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    const done: string[] = []
    const add = fixture.app.authed.with({ permission: 'notes:write' }).action(() => done.push('added'))
    expect(await digestOf(within({ cookie, ...own }, add))).toBe('NEXT_HTTP_ERROR_FALLBACK;404')
    fixture.expire()
    await expect(within({ cookie, ...own, ...(await fixture.fromProxy('/')) }, add)).rejects.toMatchObject({
      status: 503,
    })
    expect(done).toEqual([])
  })

  it.each([{}, { role: undefined }, { rolle: 'admin' }, { permission: [] }])(
    'validates a requirement when it is defined: %o',
    async (requirement) => {
      await using fixture = await createFixture()
      const make = () => fixture.app.authed.with(requirement as never)
      if (Object.keys(requirement).length === 0) expect(make).not.toThrow()
      else expect(make).toThrow(ConfigError)
    },
  )
})

describe('authed.route', () => {
  /** Calls a guarded route as Next does. */
  const call = (
    { app }: Awaited<ReturnType<typeof createFixture>>,
    path: string,
    headers: Record<string, string>,
    method = 'GET',
  ) => {
    const route = app.authed.route((request, { user }, context: { params: Promise<{ id: string }> }) =>
      Response.json({ email: user.email, method: request.method, hasContext: 'params' in context }),
    )
    return within(headers, () =>
      route(nextRequest(path, headers, method), { params: Promise.resolve({ id: '1' }) }),
    )
  }

  it('passes the user and the context to the route, and keeps the response out of shared caches', async () => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    const response = await call(fixture, '/api/me', { cookie })
    expect(await response.json()).toEqual({ email: 'nadia@orchard.example', method: 'GET', hasContext: true })
    expect(response.headers.get('cache-control')).toBe('private, no-store')
  })

  it('keeps a response’s headers for private caches, and removes those for shared caches', async () => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    const said = async (value: string) => {
      const headers = { 'cache-control': value, 'cdn-cache-control': 'max-age=60' }
      const route = fixture.app.authed.route(() => new Response('', { headers }))
      const response = await within({ cookie }, () => route(nextRequest('/api/me', { cookie }), {}))
      expect(response.headers.get('cdn-cache-control')).toBeNull()
      return response.headers.get('cache-control')
    }
    expect(await said('private, max-age=60')).toBe('private, max-age=60')
    expect(await said('public, s-maxage=60')).toBe('private, no-store')
  })

  it('C11: keeps an immutable redirect out of every cache', async () => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    const moved = () => Response.redirect('http://localhost:3000/elsewhere', 307)
    const route = fixture.app.authed.route(moved)
    const response = await within({ cookie }, () => route(nextRequest('/api/me', { cookie }), {}))
    expect([response.status, response.headers.get('cache-control')]).toEqual([307, 'private, no-store'])
  })

  it('responds to scripts with a status and JSON', async () => {
    await using fixture = await createFixture()
    const json = { accept: 'application/json' }
    const signedOut = await call(fixture, '/api/me', json)
    expect([signedOut.status, (await signedOut.json()).error.code]).toEqual([401, 'signed_out'])
    const cookie = await fixture.signIn()
    const route = fixture.app.authed.with({ role: 'admin' }).route(() => new Response('secret'))
    const forbidden = await within({ cookie }, () => route(nextRequest('/api/me', { cookie, ...json }), {}))
    expect([forbidden.status, (await forbidden.json()).error.code]).toEqual([403, 'forbidden'])
    fixture.expire()
    const unknown = await call(fixture, '/api/me', { cookie, ...json })
    expect([unknown.status, unknown.headers.get('retry-after')]).toEqual([503, '5'])
    expect(fixture.counts.refreshes).toBe(0)
  })

  it('redirects browsers to the sign-in page and back, and forms back to the page that contains them', async () => {
    await using fixture = await createFixture()
    const visited = await call(fixture, '/report?year=2026', browser)
    expect([visited.status, visited.headers.get('location')]).toEqual([
      303,
      '/sign-in?returnTo=%2Freport%3Fyear%3D2026',
    ])
    const form = { ...browser, ...own, referer: 'http://localhost:3000/settings' }
    const posted = await call(fixture, '/report', form, 'POST')
    expect([posted.status, posted.headers.get('location')]).toEqual([303, '/sign-in?returnTo=%2Fsettings'])
  })

  it('BUG-08: redirects to the sign-in page under the base path', async () => {
    await using fixture = await createFixture({ appOrigin: 'http://localhost:3000/docs' })
    const visited = await call(fixture, '/report', browser)
    expect(visited.headers.get('location')).toBe('/docs/sign-in?returnTo=%2Fdocs%2Freport')
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('refuses a %s request from another site', async (method) => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    const foreign = { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    expect((await call(fixture, '/api/me', foreign, method)).status).toBe(403)
    expect((await call(fixture, '/api/me', { cookie, ...own }, method)).status).toBe(200)
  })
})
