import { readdir, readFile } from 'node:fs/promises'
import { redirect } from '@sveltejs/kit'
import type { Handle } from '@sveltejs/kit/hooks'
import { describe, expect, it } from 'vitest'
import { latchkey } from '../src/index.ts'
import { testEvent } from '../src/testing.ts'
import { appOrigin, createFixture, createUser, signedInBrowser } from './fixture.ts'
import { isKit2, read } from './kit-driver.ts'

const SESSION = '__Host-lk-session='
const setsSession = (response: Response) =>
  response.headers.getSetCookie().some((line) => line.startsWith(SESSION))

describe('the hook', () => {
  it('handles its own paths, and sets cookies on its own responses', async () => {
    const fixture = await createFixture()
    const { browser, email } = await signedInBrowser(fixture)
    const session = await (await browser.get('/auth/session')).json()
    expect(session.user.email).toBe(email)
    const signOut = await browser.post('/auth/sign-out', {})
    expect(signOut.status).toBe(303)
    expect(signOut.headers.getSetCookie().join()).toContain('Max-Age=0')
  })

  it('gives each request its own locals, and sends the browser only listed fields and no tokens (K3)', async () => {
    const fixture = await createFixture()
    const users = await Promise.all(Array.from({ length: 8 }, () => signedInBrowser(fixture)))
    const requests = Array.from({ length: 500 }, (_, index) => users[index % users.length]!)
    const pages = await Promise.all(requests.map(({ browser }) => browser.get('/account/profile')))
    const seen = await Promise.all(
      pages.map(async (page) => {
        const html = await page.text()
        expect(html).not.toMatch(/eyJ|refresh|accessToken/)
        return read<{ data: { auth: { user: { email: string } } } }>(html, 'account')?.data.auth.user.email
      }),
    )
    expect(seen).toEqual(requests.map(({ email }) => email))
  })

  it('reports every missing variable at startup or on the first request, so that builds need none', async () => {
    const { handle, init } = latchkey({})
    const missing = /WORKOS_API_KEY, WORKOS_CLIENT_ID, LATCHKEY_COOKIE_SECRET, LATCHKEY_APP_ORIGIN/
    expect(() => init()).toThrow(missing)
    await expect(async () =>
      handle({ event: testEvent(), resolve: async () => new Response() }),
    ).rejects.toThrow(missing)
    // Kit shows the name in traces. A bundler may append a number.
    expect(handle.name).toMatch(/^latchkey\d?$/)
  })

  it('warns once if Kit uses another origin, and names the fix (K5)', async () => {
    const fixture = await createFixture()
    const { handle } = latchkey(fixture.options)
    const said: unknown[] = []
    const { warn } = console
    console.warn = (text) => said.push(text)
    const visit = () =>
      handle({ event: testEvent({ url: 'http://127.0.0.1:3000/' }), resolve: async () => new Response() })
    await visit()
    await visit()
    console.warn = warn
    const fix = isKit2 ? `ORIGIN=${appOrigin}` : `paths.origin = '${appOrigin}'`
    expect(said).toEqual([expect.stringContaining(fix)])
  })

  it('refuses a form from another site whether Kit has checked it or not (K5)', async () => {
    const fixture = await createFixture()
    const { browser, email, password } = { ...(await signedInBrowser(fixture)) }
    for (const origin of ['https://evil.example', 'null', 'https://app.example.com.evil.example']) {
      const kits = await browser.post('/sign-in?/password', { email, password }, { origin })
      expect(kits.status, origin).toBe(403)
      // Kit does not check requests with this content type.
      const ours = await browser.send('POST', '/auth/sign-out', {
        body: '{}',
        headers: { origin, 'content-type': 'application/json', accept: 'application/json' },
      })
      expect(ours.status, origin).toBe(403)
    }
  })
})

it('P10: the organization of a page is also that of a request for its data, and a remote call cannot choose it', async () => {
  const seen: string[] = []
  const organizationOf = ({ url }: { url: string }) => {
    seen.push(new URL(url).pathname)
    return /^\/o\/([\w.-]+)$/.exec(new URL(url).pathname)?.[1]
  }
  const fixture = await createFixture({ organizationOf })
  const { browser, userId } = await signedInBrowser(fixture)
  const { client } = fixture
  const organizationIn = async (name: string) => {
    const { id: organizationId } = await client.createOrganization({ name })
    await client.createOrganizationMembership({ userId, organizationId })
    return organizationId
  }
  const [own, other] = [await organizationIn('Orchard'), await organizationIn('Meadow')]
  await browser.post('/auth/organization/switch', { organizationId: own })
  const { handle } = latchkey(fixture.options)
  async function organizationOfEvent(page: string, requested: string, isRemoteRequest = false) {
    const headers = { cookie: browser.jar.header() ?? '' }
    const event = {
      ...testEvent({ url: page, headers }),
      request: new Request(appOrigin + requested, { headers }),
      isDataRequest: requested.endsWith('__data.json'),
      isRemoteRequest,
    }
    await handle({ event, resolve: async () => new Response() })
    const { auth } = event.locals
    return auth?.status === 'signed-in' ? auth.organizationId : undefined
  }
  expect(await organizationOfEvent(`/o/${other}`, `/o/${other}`)).toBe(other)
  expect(await organizationOfEvent(`/o/${other}`, `/o/${other}/__data.json`)).toBe(other)
  expect(await organizationOfEvent(`/o/${other}`, '/_app/remote/1/list', true)).toBe(own)
  expect(seen).toContain('/_app/remote/1/list')
  expect(seen.filter((path) => path.includes('__data'))).toEqual([])
})

it('public pages are prerendered without a cookie, and the handler’s own paths are not prerendered (K4)', async () => {
  const folder = new URL('./app/.svelte-kit/output/prerendered/', import.meta.url)
  const files = (await readdir(folder, { recursive: true })).filter((file) => /\.\w+$/.test(file))
  expect(files.sort()).toEqual(['dependencies/static/__data.json', 'pages/static.html'])
  for (const file of files) {
    const text = await readFile(new URL(file, folder), 'utf8')
    expect(text).toMatch(/Built ahead|signed-out/)
    expect(text).not.toMatch(/lk-session|signed-in/)
  }
})

describe('a rule that refuses', () => {
  const guard = { default: 'signed-in', routes: { '/': 'public' } } as const
  const ENHANCED = { accept: 'application/json', 'x-sveltekit-action': 'true' }

  it('KIT-14: responds with 503, Retry-After, and a body in the format of the request', async () => {
    let isDown = false
    const fixture = await createFixture({ guard }, (send) => async (input, init) => {
      if (isDown) throw new TypeError('fetch failed')
      return send(input, init)
    })
    const { browser } = await signedInBrowser(fixture)
    await fixture.control.advanceClock(6 * 60)
    isDown = true
    const page = await browser.get('/account')
    const data = await browser.get('/account/__data.json')
    const action = await browser.post('/account', {}, ENHANCED)
    const script = await browser.get('/api/report', { accept: 'application/json' })
    for (const response of [page, data, action, script]) {
      expect(response.status).toBe(503)
      expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
      expect(response.headers.get('cache-control')).toBe('private, no-store')
    }
    expect(await page.text()).toContain('<p>The session cannot be checked')
    expect(await data.json()).toMatchObject({ message: expect.stringContaining('cannot be checked') })
    expect(await action.json()).toMatchObject({ type: 'error', status: 503 })
    expect(await script.json()).toMatchObject({ message: expect.any(String) })
  })

  it('sends WWW-Authenticate to a caller with an access token', async () => {
    const routes = { '/api/report': { role: 'admin' } }
    const fixture = await createFixture({ bearer: true, guard: { default: 'public', routes } })
    const { email, password } = await createUser(fixture)
    const outcome = await fixture.client.authenticateWithPassword({ email, password })
    const { accessToken } = (outcome as { tokens: { accessToken: string } }).tokens
    const ask = (token: string) =>
      fixture.browser().send('GET', '/api/report', { headers: { authorization: `Bearer ${token}` } })
    const lacking = await ask(accessToken)
    expect([lacking.status, lacking.headers.get('www-authenticate')]).toEqual([
      403,
      'Bearer error="insufficient_scope"',
    ])
    const forged = await ask('x')
    expect([forged.status, forged.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringContaining('invalid_token'),
    ])
  })

  it('KIT-5: responds with 401 to a form that keeps its input, and redirects other forms to the sign-in page', async () => {
    const fixture = await createFixture({ guard })
    const browser = fixture.browser()
    const stored = await browser.post('/account?lk-user=user_1', {}, ENHANCED)
    expect([stored.status, await stored.json()]).toEqual([
      401,
      { type: 'error', status: 401, error: expect.objectContaining({ message: 'Sign in to do that.' }) },
    ])
    const plain = await browser.post('/account?lk-user=user_1', {})
    expect([plain.status, plain.headers.get('location')]).toEqual([303, '/sign-in?returnTo=%2Faccount'])
  })

  it('KIT-7: refuses a form that was opened as a different user', async () => {
    const fixture = await createFixture()
    const ran: string[] = []
    const { browser, userId, email } = await signedInBrowser(fixture, { ran: (what) => ran.push(what) })
    for (const headers of [{}, ENHANCED]) {
      const refused = await browser.post('/account?lk-user=user_other', {}, headers)
      expect(refused.status).toBe(409)
      expect(await refused.text()).toContain(`You are now signed in as ${email}`)
    }
    expect(ran).toEqual([])
    for (const begunBy of [userId, '']) await browser.post(`/account?lk-user=${begunBy}`, {}, ENHANCED)
    expect(ran).toEqual(['action', 'action'])
  })

  it.each(['/favicon.ico', '/robots.txt', '/no-such-page', '/no-such-page/__data.json'])(
    'KIT-14: responds with 404 for %s, signed in or not',
    async (path) => {
      const fixture = await createFixture({ guard })
      const { browser } = await signedInBrowser(fixture)
      for (const who of [fixture.browser(), browser]) {
        const response = await who.get(path)
        const body = await response.text()
        expect(response.status === 404 || body.includes('404') || body.includes('Not Found')).toBe(true)
        expect(response.headers.get('location')).toBe(null)
      }
    },
  )
})

describe('caching', () => {
  it('S-15: prevents caching of the pages of flows, even for visitors without a session', async () => {
    const fixture = await createFixture()
    for (const path of [
      '/sign-in',
      '/sign-up',
      '/forgot-password',
      '/reset-password?token=x',
      '/invite?token=x',
      '/device',
    ]) {
      const response = await fixture.browser().get(path)
      expect(response.headers.get('cache-control'), path).toBe('private, no-store')
    }
  })

  it('prevents caching of every response for a signed-in user, regardless of the page’s own headers (K4)', async () => {
    const fixture = await createFixture()
    const { browser } = await signedInBrowser(fixture)
    for (const path of [
      '/',
      '/kinds/plain',
      '/kinds/error',
      '/kinds-endpoint',
      '/kinds-endpoint?redirect',
      '/missing',
    ]) {
      const response = await browser.get(path)
      expect(response.headers.get('cache-control'), path).toBe('private, no-store')
    }
  })

  it('is controlled by the page if there is no session, and no cookie is set (K4, S6)', async () => {
    const fixture = await createFixture()
    const response = await fixture.browser().get('/kinds/plain')
    expect(response.headers.get('cache-control')).toBe('public, max-age=600')
    expect(response.headers.getSetCookie()).toEqual([])
  })

  it('is prevented for the response that clears a damaged session', async () => {
    const fixture = await createFixture()
    const response = await fixture.browser().get('/kinds/plain', { cookie: '__Host-lk-session=damaged' })
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    expect(response.headers.getSetCookie().join()).toContain(
      '__Host-lk-session=; Path=/; Max-Age=0; Expires=',
    )
  })
})

describe('a refreshed session', () => {
  const early: Handle = () => new Response('early')
  const away: Handle = () => redirect(303, '/elsewhere')
  const kinds: [string, string, string, RequestInit?, Handle?][] = [
    ['page', 'GET', '/'],
    ['streamed page', 'GET', '/kinds/plain'],
    ['data', 'GET', '/kinds/plain/__data.json?x-sveltekit-invalidated=11'],
    ['redirect from a page', 'GET', '/kinds/redirect'],
    ['expected error', 'GET', '/kinds/error'],
    ['unexpected error', 'GET', '/kinds/crash'],
    ['endpoint', 'GET', '/kinds-endpoint'],
    ['immutable redirect', 'GET', '/kinds-endpoint?redirect'],
    ['action', 'POST', '/kinds/plain'],
    ['missing page', 'GET', '/missing'],
    ['response from a later hook', 'GET', '/', undefined, early],
    ['redirect from a later hook', 'GET', '/', undefined, away],
  ]

  it.each(kinds)('is sent to the browser with a %s', async (_title, method, path, _init, later) => {
    const fixture = await createFixture()
    const { browser } = await signedInBrowser(fixture)
    await fixture.control.advanceClock(6 * 60)
    const response = await browser.send(method, path, {
      body: method === 'POST' ? new URLSearchParams() : undefined,
      platform: later && { after: [later] },
    })
    expect(setsSession(response)).toBe(true)
    const after = await browser.get('/account/profile')
    expect(after.status).toBe(200)
    expect(setsSession(after)).toBe(false)
  })

  it('is not restored if a later hook has ended it (F7)', async () => {
    const fixture = await createFixture()
    const { browser } = await signedInBrowser(fixture)
    await fixture.control.advanceClock(6 * 60)
    const body = new URLSearchParams()
    const response = await browser.send('POST', '/', { body, platform: { signsOut: true } })
    expect(response.status).toBe(303)
    const session = response.headers.getSetCookie().filter((line) => line.startsWith(SESSION))
    expect(session).toEqual([expect.stringContaining('Max-Age=0')])
  })

  it('uses the refresh token once for 1,000 parallel requests with the same expired cookie (F1)', async () => {
    let refreshes = 0
    const fixture = await createFixture({}, (send) => async (input, init) => {
      const request = new Request(input, init)
      if (request.method === 'POST' && (await request.clone().text()).includes('refresh_token'))
        refreshes += 1
      return send(request)
    })
    const { browser } = await signedInBrowser(fixture)
    await fixture.control.advanceClock(6 * 60)
    const cookie = browser.jar.header() ?? ''
    const responses = await Promise.all(
      Array.from({ length: 1_000 }, () => browser.get('/account/__data.json', { cookie })),
    )
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]))
    expect(refreshes).toBe(1)
  })

  it('keeps its cookie while the API is down and guards respond with 503, and then continues', async () => {
    let isDown = false
    const fixture = await createFixture({}, (send) => async (input, init) => {
      if (isDown) throw new TypeError('fetch failed')
      return send(input, init)
    })
    const { browser, email } = await signedInBrowser(fixture)
    await fixture.control.advanceClock(6 * 60)
    isDown = true
    const guarded = await browser.get('/guarded/user')
    expect(guarded.status).toBe(503)
    expect(guarded.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(guarded.headers.getSetCookie()).toEqual([])
    expect(guarded.headers.get('cache-control')).toBe('private, no-store')
    expect((await browser.get('/')).status).toBe(200)
    isDown = false
    await fixture.control.advanceClock(60)
    const html = await (await browser.get('/account/profile')).text()
    expect(read<{ data: { auth: { user: { email: string } } } }>(html, 'account')?.data.auth.user.email).toBe(
      email,
    )
  })
})
