import { readFileSync } from 'node:fs'
import { createAuthHandler, createClient } from '@latchkey/core/server'
import { handlerDriver } from '@latchkey/core/testing'
import { createEmulator } from '@latchkey/emulator'
import { beforeAll, describe, expect, it } from 'vitest'
import { latchkey, requireUser } from '../src/server.ts'
import { buildApp, type Respond } from './build-app.ts'

const ORIGIN = 'http://localhost:4321'
const password = 'lantern-quartz-meadow-42'
const NAVIGATION = { accept: 'text/html', 'sec-fetch-mode': 'navigate' }
const SCRIPT = { accept: 'application/json', 'sec-fetch-mode': 'cors' }
const FORM = { ...NAVIGATION, 'content-type': 'application/x-www-form-urlencoded', origin: ORIGIN }

const emulator = await createEmulator()
const clock = { now: () => emulator.default.clock.now().getTime() }
const counts = { refreshes: 0 }
const counted: typeof fetch = async (input, init) => {
  const request = new Request(input, init)
  if ((await request.clone().text()).includes('"refresh_token"')) counts.refreshes += 1
  return emulator.fetch(request)
}
const { apiKey, clientId } = emulator.default
const client = createClient({ apiKey, clientId, baseUrl: emulator.url, fetch: counted, maxRetries: 0 })
const cookieSecret = 'q7Jm2v0XhZpT4rYk8sWnB1eCdLfGuAoI'
const options = { client, appOrigin: ORIGIN, cookieSecret, clock }
const handler = createAuthHandler(options)

let respond: Respond
let outDir: string
beforeAll(async () => {
  Object.assign(globalThis, { latchkeyOptions: { handler } })
  const built = await buildApp('middleware')
  respond = built.respond
  outDir = built.outDir
  return () => emulator.close()
}, 120_000)

const ask = (path: string, init: RequestInit = {}) => respond(new Request(ORIGIN + path, init))
const post = (path: string, headers: Record<string, string>, body = 'name=pear') =>
  ask(path, { method: 'POST', headers, body })

let users = 0
async function signIn(): Promise<{ cookie: string; email: string }> {
  users += 1
  const email = `nadia${users}@orchard.example`
  await client.createUser({ email, password, emailVerified: true })
  const driver = handlerDriver({ handler, mode: 'json', fetch: emulator.fetch })
  await driver.open('sign-in')
  await driver.act('password', { email, password })
  return { cookie: driver.jar.header() ?? '', email }
}

describe('a visitor who is not signed in', () => {
  it.each(['/account?tab=2', '/rewritten', '/%61ccount', '//account', '/api/me', '/cached-account'])(
    'is redirected from %s to the sign-in page and back',
    async (path) => {
      const response = await ask(path, { headers: NAVIGATION })
      const page = path.replace('%61', 'a').replace('//', '/')
      expect([response.status, response.headers.get('location')]).toEqual([
        303,
        `/sign-in?returnTo=${encodeURIComponent(page)}`,
      ])
      expect(response.headers.getSetCookie()).toEqual([])
      expect(await response.text()).toBe('')
    },
  )

  it('gets a 401 with a JSON body for scripts, and no cookie', async () => {
    for (const path of ['/account', '/api/me']) {
      const response = await ask(path, { headers: SCRIPT })
      expect([response.status, (await response.json()).error.code]).toEqual([401, 'signed_out'])
      expect(response.headers.getSetCookie()).toEqual([])
    }
  })

  it.each(['/account', '/rewritten', '/api/me', '/cached-account'])(
    'gets no prefetched content of %s, and nothing that a browser would cache until after the sign-in',
    async (path) => {
      for (const mode of ['no-cors', 'cors', 'navigate']) {
        const headers = { accept: '*/*', 'sec-purpose': 'prefetch', 'sec-fetch-mode': mode }
        const response = await ask(path, { headers })
        expect([303, 401]).toContain(response.status)
        expect(await response.text()).not.toContain('the secret of')
        expect(response.headers.get('cache-control')).toBe('private, no-store')
        expect(response.headers.getSetCookie()).toEqual([])
      }
    },
  )

  it('sees the app’s response to a request that a guard stops', async () => {
    expect(await (await ask('/lenient', { headers: NAVIGATION })).text()).toContain('shown to nobody')
  })

  it('never sees the text of a component that is streamed after the page has started', async () => {
    const response = await ask('/late', { headers: NAVIGATION })
    const text = await response.text().catch(() => '')
    expect(text).not.toContain('the secret of')
  })

  it('gets no content of a server island', async () => {
    const page = await (await ask('/deferred', { headers: NAVIGATION })).text()
    const [, found = ''] = /fetch\("([^"]+)"/.exec(page) ?? []
    const address = found.replaceAll('\\u0026', '&')
    expect(address).toContain('/_server-islands/Secret')
    const visitor = await ask(address, { headers: SCRIPT })
    expect([visitor.status, await visitor.text()]).toEqual([
      401,
      expect.not.stringContaining('the secret of'),
    ])
    const { cookie, email } = await signIn()
    expect(await (await ask(address, { headers: { ...SCRIPT, cookie } })).text()).toContain(
      `the secret of ${email}`,
    )
  })
})

describe('actions', () => {
  const PATHS = [
    '/',
    '/account',
    '/rewritten',
    '/nowhere',
    '/api/moved',
    '/about',
    '/auth/session',
    '/broken',
  ]

  it.each(['rename', 'own', 'admin', 'json'])(
    '%s cannot bypass a guard, regardless of the path that it is posted to',
    async (name) => {
      for (const path of PATHS) {
        for (const headers of [
          FORM,
          { ...FORM, ...SCRIPT },
          { ...FORM, cookie: '__Host-lk-session=damaged' },
        ]) {
          const response = await post(`${path}?_action=${name}`, headers)
          expect(await response.text(), path).not.toMatch(/the secret of|PEAR/)
          expect(response.headers.getSetCookie().join(), path).not.toContain('session=')
        }
      }
    },
  )

  it('redirect visitors from the form to the sign-in page, and back to the page with the form', async () => {
    const response = await post('/?_action=rename', { ...FORM, referer: `${ORIGIN}/?tab=2` })
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      `/sign-in?returnTo=${encodeURIComponent('/?tab=2')}`,
    ])
  })

  it('fail with an ActionError that contains the reason if JavaScript calls them', async () => {
    const headers = { ...SCRIPT, origin: ORIGIN, 'content-type': 'application/json' }
    const response = await post('/_actions/json', headers, '{"name":"pear"}')
    expect([response.status, await response.json()]).toEqual([
      401,
      { type: 'AstroActionError', code: 'UNAUTHORIZED', status: 401, message: 'Sign in to do that.' },
    ])
  })

  it('run for signed-in users, from a form and from JavaScript', async () => {
    const { cookie, email } = await signIn()
    const form = await post('/?_action=rename', { ...FORM, cookie })
    expect(await form.text()).toContain(`the secret of ${email}: PEAR`)
    const headers = { ...SCRIPT, origin: ORIGIN, 'content-type': 'application/json', cookie }
    const called = await post('/_actions/json', headers, '{"name":"pear"}')
    expect(await called.text()).toContain(`the secret of ${email}: PEAR`)
    const admin = await post('/?_action=admin', { ...FORM, cookie })
    expect([admin.status, await admin.text()]).toEqual([403, 'You are not allowed to do that.'])
  })

  it('reject requests from other sites', async () => {
    const { cookie } = await signIn()
    for (const origin of ['https://evil.example', 'null', 'http://other.localhost:4321', undefined]) {
      const from: Record<string, string> = origin === undefined ? {} : { origin }
      for (const type of ['application/json', 'application/x-www-form-urlencoded']) {
        const headers = { 'content-type': type, 'sec-fetch-site': 'cross-site', cookie, ...from }
        for (const path of ['/_actions/json', '/_actions/rename', '/?_action=rename', '/api/me']) {
          const response = await post(path, headers, type.endsWith('json') ? '{"name":"pear"}' : 'name=pear')
          // 415: this action accepts only forms.
          expect([403, 415], path).toContain(response.status)
          expect(await response.text()).not.toMatch(/the secret of|PEAR/)
        }
      }
    }
  })
})

describe('the middleware', () => {
  it('C14: refreshes a session once for 1,000 simultaneous requests, and every response sets the new cookie', async () => {
    const { cookie } = await signIn()
    emulator.default.clock.advance({ minutes: 10 })
    counts.refreshes = 0
    const paths = ['/account', '/api/me', '/api/moved', '/nowhere', '/broken', '/api/unchanged', '/admin']
    const responses = await Promise.all(
      Array.from({ length: 1_000 }, (_, index) =>
        ask(paths[index % paths.length] as string, { headers: { ...NAVIGATION, cookie } }),
      ),
    )
    expect(counts.refreshes).toBe(1)
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200, 307, 404, 500, 304, 403]))
    const missed = responses.filter(({ headers }) => !headers.getSetCookie().join().includes('-session='))
    expect([...new Set(missed.map(({ status }) => status))]).toEqual([])
  }, 60_000)

  it('keeps the cookies of the app, and prevents caches from storing responses for one user', async () => {
    const { cookie } = await signIn()
    emulator.default.clock.advance({ minutes: 10 })
    const response = await ask('/', { headers: { ...NAVIGATION, cookie } })
    expect(response.headers.getSetCookie().join()).toMatch(/theme=dark/)
    expect(response.headers.getSetCookie().join()).toMatch(/-session=/)
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    expect(response.headers.get('vary')).toContain('Cookie')
  })

  it("prevents Astro's own cache from storing a user's page or a redirect", async () => {
    const { cookie, email } = await signIn()
    const headers = { ...NAVIGATION, cookie }
    expect(await (await ask('/cached', { headers })).text()).toContain(email)
    expect(await (await ask('/cached', { headers: NAVIGATION })).text()).toContain('kept for all')
    expect((await ask('/cached-account', { headers: NAVIGATION })).status).toBe(303)
    expect(await (await ask('/cached-account', { headers })).text()).toContain(`the secret of ${email}`)
    const visited = await ask('/cached-account', { headers: NAVIGATION })
    expect([visited.status, visited.headers.get('cdn-cache-control')]).toEqual([303, null])
  })

  it('handles the routes of the handler, and no others', async () => {
    const session = await ask('/auth/session', { headers: SCRIPT })
    expect((await session.json()).status).toBe('signed-out')
    expect((await ask('/auth/nothing', { headers: SCRIPT })).status).toBe(404)
    for (const path of ['/AUTH/session', '/authors'])
      expect(await (await ask(path, { headers: SCRIPT })).text()).not.toContain('signed-out')
  })

  it('passes the first step of a flow to its page, for this visitor only', async () => {
    const response = await ask('/sign-in?returnTo=%2Faccount', { headers: NAVIGATION })
    const text = (await response.text()).replaceAll('&quot;', '"').replaceAll('&#34;', '"')
    expect(text).toContain('"returnTo":"/account"')
    expect(text).toContain('"status":"signed-out"')
    expect(response.headers.get('cache-control')).toBe('private, no-store')
  })

  it('refuses requests with a 403 or a 503, and signs no user out', async () => {
    const { cookie } = await signIn()
    const headers = { ...NAVIGATION, cookie }
    const forbidden = await ask('/admin', { headers })
    expect([forbidden.status, await forbidden.text()]).toEqual([403, 'You are not allowed to do that.'])
    emulator.default.clock.advance({ minutes: 10 })
    const fault = emulator.default.faults.add({
      path: '/user_management/authenticate',
      respond: { status: 503 },
    })
    const unknown = await ask('/account', { headers })
    expect([unknown.status, Number(unknown.headers.get('retry-after')) > 0]).toEqual([503, true])
    expect(unknown.headers.getSetCookie().join()).not.toMatch(/-session=;/)
    expect(await (await ask('/', { headers })).text()).toContain('open to stale')
    emulator.default.faults.remove?.(fault as never)
  })

  it('C31: prerenders pages without a user and without settings', () => {
    const page = readFileSync(`${outDir}/client/about/index.html`, 'utf8')
    expect(page).toContain('prerendered for signed-out')
  })

  it('is required: without it, all guards fail', async () => {
    const code = (isPrerendered: boolean) => () => requireUser({ locals: {} as App.Locals, isPrerendered })
    expect(code(false)).toThrow(expect.objectContaining({ code: 'middleware_missing' }))
    expect(code(true)).toThrow(expect.objectContaining({ code: 'auth_in_cached_scope' }))
    expect(latchkey()).toBeTypeOf('function')
  })
})
