import { beforeAll, describe, expect, it } from 'vitest'
import type { GuardOptions } from '../src/index.ts'
import type { Browser } from './fixture.ts'
import { createFixture, signedInBrowser } from './fixture.ts'
import { isKit2 } from './kit-driver.ts'

/** Two ways to write the same requirement: none of the protected code runs for a signed-out visitor. */
const GUARDS: Record<string, GuardOptions> = {
  'deny by default': {
    default: 'signed-in',
    routes: { '/': 'public', '/(open)/*': 'public', '/remote': 'public' },
  },
  'rules by route': {
    default: 'public',
    routes: { '/(app)/*': 'signed-in', '/api/report': 'signed-in' },
    remote: 'signed-in',
  },
}

const SPOOFED: Record<string, string>[] = [
  {},
  { 'x-sveltekit-pathname': '/pub' },
  { 'x-sveltekit-pathname': '/missing', 'x-sveltekit-search': '?a=b' },
  { 'x-sveltekit-pathname': '/auth/session' },
  { 'x-sveltekit-pathname': '/sign-in' },
  { 'x-original-url': '/pub', 'x-rewrite-url': '/pub' },
  { 'x-middleware-subrequest': 'hooks.server', 'x-middleware-rewrite': '/pub' },
  { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', forwarded: 'host=evil.example' },
  { 'x-user-id': 'user_1', authorization: 'Bearer x', 'x-latchkey-auth': 'signed-in' },
  { 'x-http-method-override': 'GET', 'x-sveltekit-action': 'true' },
  { cookie: '__Host-lk-session=forged; lk-session=forged; __Host-lk-session.1=x' },
]

const spellings = (path: string) => [
  path,
  `${path}/`,
  `/${path}`,
  `/.${path}`,
  `/pub/..${path}`,
  path.toUpperCase(),
  path.replace(/[a-z](?=[^/]*$)/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  `${path};a=b`,
  `${path}%2f`,
  `${path}/__data.json`,
  `${path}/__data.json?x-sveltekit-invalidated=01`,
  `/_app${path}`,
  `/auth${path}`,
  `/auth/..${path}`,
]

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const KINDS: [string, Record<string, string>][] = [
  ['GET', {}],
  ['GET', { accept: 'application/json' }],
  ['HEAD', {}],
  ['POST', FORM],
  ['POST', { ...FORM, accept: 'application/json', 'x-sveltekit-action': 'true' }],
  ['PUT', {}],
  ['DELETE', {}],
  ['OPTIONS', {}],
]

/** The headers of a form without JavaScript, and with it. */
const ENHANCED: Record<string, string>[] = [{}, { accept: 'application/json', 'x-sveltekit-action': 'true' }]

interface Case {
  method: string
  path: string
  headers: Record<string, string>
  body?: string
}

function routeCases(): Case[] {
  return ['/account', '/admin/7', '/api/report'].flatMap((route) =>
    spellings(route).flatMap((path) =>
      KINDS.flatMap(([method, own]) =>
        SPOOFED.map((spoofed) => ({
          method,
          path,
          headers: { ...own, ...spoofed },
          body: method === 'POST' ? '' : undefined,
        })),
      ),
    ),
  )
}

/** Calls of remote functions that have no guard inside, in every spelling. */
function remoteCases(hash: string): Case[] {
  const JSON_TYPE = { 'content-type': 'application/json', accept: 'application/json' }
  const payload = JSON.stringify({ payload: '', refreshes: [] })
  const byScript: Case[] = [
    { method: 'GET', path: `/_app/remote/${hash}/openQuery`, headers: {} },
    { method: 'POST', path: `/_app/remote/${hash}/openCommand`, headers: JSON_TYPE, body: payload },
    { method: 'POST', path: `/_app/remote/${hash}/openForm`, headers: FORM, body: '' },
    { method: 'POST', path: `/_app/remote/${hash}/openForm/%221%22`, headers: FORM, body: '' },
  ]
  const pages = [
    '/',
    '/pub',
    '/pub/',
    '/account',
    '/missing',
    '/sign-in',
    '/remote',
    '/kinds/plain',
    '/auth/x',
  ]
  const queries = [
    `?/remote=${hash}/openForm`,
    `?%2Fremote=${hash}%2FopenForm`,
    `?a=b&/remote=${hash}/openForm`,
    `?/remote=${hash}/openForm&/password`,
    `?/password&/remote=${hash}/openForm`,
  ]
  const byForm = pages.flatMap((page) =>
    queries.flatMap((query) =>
      ENHANCED.map((more) => ({
        method: 'POST',
        path: page + query,
        headers: { ...FORM, ...more },
        body: '',
      })),
    ),
  )
  return [...byScript, ...byForm].flatMap((one) =>
    SPOOFED.map((spoofed) => ({ ...one, headers: { ...one.headers, ...spoofed } })),
  )
}

async function remoteHash(browser: Browser): Promise<string> {
  const html = await (await browser.get('/remote')).text()
  return /\?\/remote=([^/"]+)\/openForm/.exec(html)?.[1] ?? ''
}

describe.each(Object.entries(GUARDS))('%s', (_name, guard) => {
  let hash = ''
  beforeAll(async () => {
    hash = await remoteHash((await createFixture()).browser())
  })

  it('refuses every visitor, regardless of how the request is spelled (K1)', async () => {
    const fixture = await createFixture({ guard })
    const ran: string[] = []
    const browser = fixture.browser({ ran: (what) => ran.push(what) })
    const cases = [...routeCases(), ...remoteCases(hash)]
    const bypasses: Case[] = []
    const crashes: Case[] = []
    for (const one of cases) {
      const response = await browser.send(one.method, one.path, one)
      if (ran.splice(0).length > 0) bypasses.push(one)
      if (response.status >= 500) crashes.push(one)
    }
    expect(cases.length).toBeGreaterThanOrEqual(2_000)
    expect(bypasses).toEqual([])
    expect(crashes).toEqual([])
  })

  it('allows every signed-in user, which shows that the requests above are not refused for another reason', async () => {
    const fixture = await createFixture({ guard })
    const ran: string[] = []
    const { browser } = await signedInBrowser(fixture, { ran: (what) => ran.push(what) })
    const plain = [...routeCases(), ...remoteCases(hash)].filter(({ headers }) => !('cookie' in headers))
    for (const one of plain) await browser.send(one.method, one.path, one)
    expect(new Set(ran)).toEqual(new Set(['load', 'action', 'endpoint', 'query', 'command', 'form']))
    expect(ran.length).toBeGreaterThan(500)
  })
})

describe('a request to a route that claims to be a remote call (K1)', () => {
  const CLOSED = ['/account', '/admin/7', '/api/report']
  const claims = (hash: string) => ['x', `${hash}/openForm`, `${hash}/openForm&/password`]

  it.each<[string, GuardOptions, { isSignedIn: boolean }]>([
    [
      'signed-in users only, with remote functions that guard themselves',
      {
        default: 'public',
        routes: { '/(app)/*': 'signed-in', '/api/report': 'signed-in' },
        remote: 'per-function',
      },
      { isSignedIn: false },
    ],
    [
      'signed-in users only, with remote functions that are public by default',
      { default: 'public', routes: { '/(app)/*': 'signed-in', '/api/report': 'signed-in' } },
      { isSignedIn: false },
    ],
    [
      'administrators only',
      { default: 'signed-in', routes: { '/(app)/*': { role: 'admin' }, '/api/report': { role: 'admin' } } },
      { isSignedIn: true },
    ],
  ])('must still pass the rule of the route: %s', async (_name, guard, { isSignedIn }) => {
    const fixture = await createFixture({ guard })
    const ran: string[] = []
    const platform = { ran: (what: string) => ran.push(what) }
    const hash = await remoteHash((await createFixture()).browser())
    const browser = isSignedIn
      ? (await signedInBrowser(fixture, platform)).browser
      : fixture.browser(platform)
    ran.length = 0
    for (const path of CLOSED)
      for (const claim of claims(hash))
        for (const headers of ENHANCED)
          await browser.send('POST', `${path}?/remote=${claim}`, {
            headers: { ...FORM, ...headers },
            body: '',
          })
    expect(ran).toEqual([])
  })
})

describe('a remote function, called from anywhere (K1)', () => {
  const CLAIMS = [undefined, '/pub', '/missing', '/account']

  it('gets the same decision from its own guard, signed in or not', async () => {
    const fixture = await createFixture()
    const ran: string[] = []
    const note = (what: string) => ran.push(what)
    const anonymous = fixture.browser({ ran: note })
    const { browser } = await signedInBrowser(fixture, { ran: note })
    const hash = await remoteHash(anonymous)
    async function call(who: Browser, claim: string | undefined, name: string) {
      const isQuery = name.endsWith('Query')
      const response = await who.send(isQuery ? 'GET' : 'POST', `/_app/remote/${hash}/${name}`, {
        headers: {
          ...(name.endsWith('Form') ? FORM : { 'content-type': 'application/json' }),
          ...(claim !== undefined && { 'x-sveltekit-pathname': claim }),
        },
        body: isQuery
          ? undefined
          : name.endsWith('Form')
            ? ''
            : JSON.stringify({ payload: '', refreshes: [] }),
      })
      // Kit 3 puts the status into the error and redirects into the data; Kit 2 has both separately.
      const { type, error, status = error?.status, data = '' } = await response.json()
      if (type === 'error') return status
      return type === 'redirect' || data.includes('redirect') ? 'redirect' : 'ran'
    }
    for (const claim of CLAIMS) {
      expect(await call(anonymous, claim, 'userQuery'), claim).toBe(401)
      expect(await call(anonymous, claim, 'guardedQuery'), claim).toBe(401)
      expect(await call(anonymous, claim, 'userCommand'), claim).toBe(401)
      expect(await call(anonymous, claim, 'userForm'), claim).toBe('redirect')
    }
    expect(ran).toEqual([])
    for (const claim of CLAIMS) {
      for (const name of ['userQuery', 'guardedQuery', 'userCommand', 'userForm'])
        expect(await call(browser, claim, name), `${name} ${claim}`).toBe('ran')
      expect(await call(browser, claim, 'adminCommand'), claim).toBe(403)
    }
    expect(ran).toHaveLength(4 * CLAIMS.length)
  })

  it('gets the same decision as a plain form on its own page, a public page and a missing page', async () => {
    const fixture = await createFixture()
    const ran: string[] = []
    const anonymous = fixture.browser({ ran: (what) => ran.push(what) })
    const { browser } = await signedInBrowser(fixture, { ran: (what) => ran.push(what) })
    const hash = await remoteHash(anonymous)
    for (const page of ['/remote', '/pub']) {
      const response = await anonymous.post(`${page}?/remote=${hash}/userForm`, {})
      expect([response.status, response.headers.get('location')]).toEqual([
        303,
        `/sign-in?returnTo=%2F${page.slice(1)}`,
      ])
    }
    expect((await anonymous.post(`/missing?/remote=${hash}/userForm`, {})).status).toBe(404)
    expect(ran).toEqual([])
    for (const page of ['/remote', '/pub']) await browser.post(`${page}?/remote=${hash}/userForm`, {})
    expect(ran).toEqual(['form', 'form'])
  })

  it('refuses a query while a page renders, without redirecting the page', async () => {
    const fixture = await createFixture()
    const response = await fixture.browser().get('/remote-guarded')
    // Kit 2 does not distinguish a query from the page that calls it.
    expect(response.status).toBe(isKit2 ? 303 : 401)
  })

  it('P3, KIT-10: validates input with the schema only for users whom the guard allows', async () => {
    const fixture = await createFixture()
    const ran: string[] = []
    const platform = { ran: (what: string) => ran.push(what) }
    const anonymous = fixture.browser(platform)
    const { browser } = await signedInBrowser(fixture, platform)
    const hash = await remoteHash(anonymous)
    const call = (who: Browser, name: string) =>
      who.send(/Query|Live/.test(name) ? 'GET' : 'POST', `/_app/remote/${hash}/${name}`, {
        headers: name.endsWith('Form') ? FORM : { 'content-type': 'application/json' },
        body: /Query|Live/.test(name)
          ? undefined
          : name.endsWith('Form')
            ? ''
            : JSON.stringify({ payload: '', payloads: [''], refreshes: [] }),
      })
    const names = ['schemaQuery', 'schemaCommand', 'schemaForm', 'schemaBatch', 'schemaLive']
    for (const name of names) expect(await (await call(anonymous, name)).text(), name).toMatch(/401|redirect/)
    expect(await (await call(browser, 'adminSchemaCommand')).text()).toContain('403')
    expect(ran).toEqual([])
    for (const name of names)
      expect(await (await call(browser, name)).text(), name).not.toMatch(/401|redirect/)
    expect(ran).toEqual(['query', 'command', 'form', 'batch', 'live'].flatMap((kind) => ['schema', kind]))
  })
})
