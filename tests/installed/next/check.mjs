import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { inBrowser, keepSessionFresh, navigate, signUpInBrowser, withRunningApp } from './running-app.mjs'

const NEXT = 'node_modules/next/dist/bin/next'
const run = (command) => (port) => [NEXT, command, '--hostname', '127.0.0.1', '--port', port]
const MIA = { email: 'mia@orchard.example', password: 'harbor-copper-violet-17' }
/** A token is valid for one second, and the allowed clock skew is 30 seconds. */
const EXPIRY_MS = 32_000

execFileSync(process.execPath, [NEXT, 'build'], {
  stdio: ['ignore', 'ignore', 'inherit'],
  env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
})

await withRunningApp(run('start'), async (app) => {
  const page = await fetch(`${app.origin}/sign-in`)
  assert.match(await page.text(), /name="email"/, 'the form is rendered without JavaScript')

  // The shell of a page is sent before its guard has run, so the status is 200 and the page itself redirects.
  const guarded = await fetch(`${app.origin}/private?tab=2`, { headers: { accept: 'text/html' } })
  assert.match(await guarded.text(), /\/sign-in\?returnTo=%2Fprivate%3Ftab%3D2/)
  assert.deepEqual(guarded.headers.getSetCookie(), [])

  const file = await fetch(`${app.origin}/logo.svg`)
  assert.deepEqual([file.status, file.headers.getSetCookie()], [200, []])

  await app.createUser(MIA)
  const mia = await signIn(app)
  const signedInAt = Date.now()
  await signUpInBrowser(app)
  await letUsersIn(app, mia)
  await assertClosedToVisitors(app)
  await usePagesRouter(app, mia)
  await keepVisitorsApart(app)
  // A suspended part is already in the document, but only JavaScript makes it visible.
  await keepSessionFresh(app, { state: 'attached' })
  await setTimeout(Math.max(0, signedInAt + EXPIRY_MS - Date.now()))
  await refreshOnce(app, mia)
})

await withRunningApp(run('dev'), async (app) => {
  // Each page is compiled on its first request, which takes longer than the timeout of the browser tests.
  for (const path of ['/sign-up', '/sign-in', '/forgot-password', '/account', '/', '/auth/session'])
    await (await fetch(app.origin + path)).text()
  await signUpInBrowser(app)
  writeFileSync(
    'app/static/page.tsx',
    `import { auth } from '@latchkey/next'
export default async function Page() {
  'use cache'
  return <p>{(await auth()).status}</p>
}
`,
  )
  const response = await fetch(`${app.origin}/static`)
  assert.match(await response.text(), /cannot depend on the current user/)
})

/** The cookies of a browser that has signed in. */
async function signIn({ origin }) {
  const response = await fetch(`${origin}/auth/sign-in/password`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', origin },
    body: JSON.stringify(MIA),
  })
  assert.equal(response.status, 200)
  return cookiesOf(response)
}

function cookiesOf(response) {
  const lines = response.headers.getSetCookie().filter((line) => !/Max-Age=0/.test(line))
  return lines.map((line) => line.split(';', 1)[0]).join('; ')
}

async function letUsersIn({ origin }, cookie) {
  const me = await fetch(`${origin}/api/me`, { headers: { cookie } })
  assert.deepEqual([me.status, await me.json()], [200, { email: MIA.email }])
  assert.equal(me.headers.get('cache-control'), 'private, no-store')
  const page = await fetch(`${origin}/private`, { headers: { cookie } })
  assert.match(await page.text(), /The secret of <!-- -->mia|The secret of mia/)
  const dotted = await fetch(`${origin}/u/mia.orchard`, { headers: { cookie } })
  assert.match(await dotted.text(), /signed-in/)
  const forbidden = await fetch(`${origin}/api/me`, { method: 'POST', headers: { cookie, origin } })
  assert.deepEqual([forbidden.status, (await forbidden.json()).error.code], [403, 'forbidden'])
  const foreign = { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
  const crossSite = await fetch(`${origin}/api/me`, { method: 'POST', headers: foreign })
  assert.deepEqual([crossSite.status, (await crossSite.json()).error.code], [403, 'cross_origin'])
}

/** Checks that visitors cannot get protected content with any kind of request. */
async function assertClosedToVisitors({ origin }) {
  const rsc = { rsc: '1', accept: '*/*' }
  const cases = {
    document: {},
    'client navigation': rsc,
    prefetch: { ...rsc, 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' },
    'a damaged session': { cookie: '__Host-lk-session=damaged; lk-session=damaged' },
    'a forged path': { 'x-latchkey-path': '/sign-up' },
    'a foreign path': { 'x-latchkey-path': '//evil.example/' },
    'a subrequest': { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
  }
  for (const [name, headers] of Object.entries(cases)) {
    for (const path of ['/private', '/private/', '/%70rivate', '/private?_rsc=1']) {
      const text = await (await fetch(origin + path, { headers })).text()
      assert.doesNotMatch(text, /The secret of/, `${name} of ${path}`)
      assert.doesNotMatch(text, /returnTo=[^"']*evil/, `${name} of ${path}`)
    }
  }
  const api = await fetch(`${origin}/api/me`, { headers: { accept: 'application/json' } })
  assert.deepEqual([api.status, (await api.json()).error.code], [401, 'signed_out'])
  const visited = await navigate(`${origin}/api/me`)
  assert.deepEqual([visited.statusCode, visited.headers.location], [303, '/sign-in?returnTo=%2Fapi%2Fme'])

  const form = await (await fetch(`${origin}/notes`)).text()
  const [, action] = /name="(\$ACTION_ID_\w+)"/.exec(form)
  for (const path of ['/notes', '/static', '/sign-in', '/u/mia.orchard']) {
    for (const from of [{ origin, 'sec-fetch-site': 'same-origin' }, {}, { origin: 'null' }]) {
      const body = new FormData()
      body.set(action, '')
      body.set('text', 'stolen')
      const posted = await fetch(origin + path, { method: 'POST', body, headers: from, redirect: 'manual' })
      if (path === '/notes' && from.origin === origin) {
        assert.equal(posted.status, 303)
        assert.match(posted.headers.get('location'), /\/sign-in\?returnTo=%2Fnotes$/)
      }
      await posted.body?.cancel()
    }
  }
  assert.deepEqual(await (await fetch(`${origin}/api/notes`)).json(), [])
}

/** Checks pages with `getServerSideProps`, their data, which the router requests separately, and API routes. */
async function usePagesRouter({ origin }, cookie) {
  const data = `/_next/data/${readFileSync('.next/BUILD_ID', 'utf8')}`
  const back = '/sign-in?returnTo=%2Fclassic%2Fpears%3Ftab%3D2'
  const closed = await navigate(`${origin}/classic/pears?tab=2`)
  assert.deepEqual([closed.statusCode, closed.headers.location], [303, back])
  for (const headers of [{ 'x-nextjs-data': '1' }, {}, { purpose: 'prefetch', 'x-nextjs-data': '1' }]) {
    const response = await fetch(`${origin}${data}/classic/pears.json?name=pears&tab=2`, { headers })
    const text = await response.text()
    assert.doesNotMatch(text, /The secret of|mia/)
    if (headers.purpose === undefined) assert.equal(JSON.parse(text).pageProps.__N_REDIRECT, back)
  }
  const api = await fetch(`${origin}/api/classic/me`, { headers: { accept: 'application/json' } })
  assert.deepEqual([api.status, (await api.json()).error.code], [401, 'signed_out'])
  const visited = await navigate(`${origin}/api/classic/me`)
  assert.deepEqual(
    [visited.statusCode, visited.headers.location],
    [303, '/sign-in?returnTo=%2Fapi%2Fclassic%2Fme'],
  )

  const page = await fetch(`${origin}/classic/pears`, { headers: { cookie } })
  assert.match(await page.text(), /The secret of mia@orchard.example about pears/)
  const me = await fetch(`${origin}/api/classic/me`, { headers: { cookie } })
  assert.deepEqual(await me.json(), { email: MIA.email, method: 'GET' })
  for (const response of [page, me]) assert.equal(response.headers.get('cache-control'), 'private, no-store')
  const foreign = { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
  for (const path of ['/classic/pears', '/api/classic/me']) {
    const posted = await fetch(origin + path, { method: 'POST', headers: foreign })
    assert.equal(posted.status, 403)
    assert.doesNotMatch(await posted.text(), /mia@orchard/)
  }
}

/** Checks that static pages stay the same for all users, and that a prefetched link does not reveal another user's data. */
async function keepVisitorsApart(app) {
  const { origin } = app
  const open = await fetch(`${origin}/static`)
  assert.match(open.headers.get('cache-control'), /s-maxage/)
  assert.deepEqual(open.headers.getSetCookie(), [])

  await inBrowser(async (context) => {
    const page = await context.newPage()
    await page.goto(`${origin}/notes`)
    await page.getByRole('link', { name: 'To the private page' }).hover()
    await page.getByRole('link', { name: 'To the private page' }).click()
    await page.waitForURL(`${origin}/sign-in?returnTo=%2Fprivate`)
    await page.getByLabel(/e-?mail address/i).fill(MIA.email)
    await page.getByLabel('Password', { exact: true }).fill(MIA.password)
    await page.keyboard.press('Enter')
    await page.waitForURL(`${origin}/private`)
    await page.getByText(`The secret of ${MIA.email}`).waitFor()

    await page.goto(`${origin}/notes`)
    await page.getByRole('button', { name: 'Add' }).click()
    await page.waitForFunction(async () => (await (await fetch('/api/notes')).json()).length === 1)
    const notes = await (await fetch(`${origin}/api/notes`)).json()
    assert.deepEqual(notes, [`pears by ${MIA.email}`])
    // After the link is followed, the old page stays hidden in the document until the browser loads another document.
    await page.getByRole('link', { name: 'To the private page' }).click()
    await page.getByText(`The secret of ${MIA.email}`).waitFor()
    await page.goto(`${origin}/private`)

    const other = await context.newPage()
    await other.goto(`${origin}/`)
    await other.getByLabel(/^Account/).click()
    await other.getByRole('button', { name: 'Sign out' }).click()
    await other.getByRole('heading', { name: /sign in/i }).waitFor()
    // The other tab notices the sign-out and removes all data of the user.
    await page.getByRole('heading', { name: /sign in/i }).waitFor()
    assert.doesNotMatch(await page.content(), /mia@orchard/)
  })
}

/** Checks that many requests for pages, routes and prefetches with the same expired session refresh it only once. */
async function refreshOnce({ origin, requests, settings }, cookie) {
  // The new token is valid long enough that even a slow machine needs no second refresh.
  await settings.update({ access_token_seconds: 300 })
  const refreshes = () => requests.list({ method: 'POST', path: '/user_management/authenticate' }).length
  const before = refreshes()
  const ways = [
    ['/private', {}],
    ['/u/mia.orchard', {}],
    ['/api/me', {}],
    ['/private', { rsc: '1' }],
    ['/classic/pears', {}],
    ['/api/classic/me', {}],
  ]
  const responses = await Promise.all(
    Array.from({ length: 100 }, (_, index) => {
      const [path, headers] = ways[index % ways.length]
      return fetch(origin + path, { headers: { ...headers, cookie } })
    }),
  )
  for (const response of responses) {
    assert.equal(response.status, 200, response.url)
    assert.match(await response.text(), /mia@orchard|signed-in/, response.url)
    assert.ok(cookiesOf(response).includes('-session'), 'each response sets the refreshed session')
    assert.equal(response.headers.get('cache-control'), 'private, no-store')
  }
  assert.equal(refreshes() - before, 1)
}
