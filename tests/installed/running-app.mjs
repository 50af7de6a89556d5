// Shared by the checks: runs the app as a separate process with an emulator, and signs up in a browser.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { createServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { createEmulator } from '@latchkey/emulator'

/** A claim that cannot be compressed, so that a session needs several cookies. */
const LONG_CLAIM = randomBytes(2_250).toString('base64url')

/**
 * Starts `node` with `args(port)` and the app's environment variables, and stops it and the emulator after the check. With
 * `settingsIn`, the settings are written to that file instead.
 */
export async function withRunningApp(args, check, { settingsIn } = {}) {
  await using emulator = await createEmulator({ port: 0 })
  const { apiKey, clientId, inbox, settings } = emulator.default
  // Tokens expire quickly, so that the session is refreshed as often as allowed, and are long enough for several cookies.
  await settings.update({
    access_token_seconds: 1,
    jwt_template: JSON.stringify({ long: LONG_CLAIM }),
  })
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const values = settingsOfTheGuide({
    WORKOS_API_KEY: apiKey,
    WORKOS_CLIENT_ID: clientId,
    WORKOS_BASE_URL: emulator.url,
    LATCHKEY_COOKIE_SECRET: 'q7Jm2v0XhZpT4rYk8sWnB1eCdLfGuAoI',
    LATCHKEY_APP_ORIGIN: origin,
  })
  if (settingsIn !== undefined) {
    const lines = Object.entries(values).map(([name, value]) => `${name}=${value}\n`)
    writeFileSync(settingsIn, lines.join(''))
  }
  const env = {
    HOST: '127.0.0.1',
    PORT: String(port),
    // Kit's adapter-node assumes HTTPS unless a header specifies the protocol.
    PROTOCOL_HEADER: 'x-forwarded-proto',
    ...(settingsIn === undefined && values),
  }
  await whileRunning(args(port), { origin, env }, () =>
    check({
      origin,
      inbox,
      requests: emulator.default.requests,
      settings,
      createUser: ({ email, password }) => createUser(emulator.url, apiKey, { email, password }),
    }),
  )
}

/**
 * Starts `node` with the arguments and variables, waits until the app responds at `origin`, and stops it after the check. What
 * the app prints is written to `output`, an open file.
 */
export async function whileRunning(args, { origin, env, output = 'ignore' }, check) {
  const app = spawn(process.execPath, args, {
    stdio: ['ignore', output, 'inherit'],
    env: { PATH: process.env.PATH, ...env },
  })
  try {
    while (!(await isReady(origin))) {
      assert.equal(app.exitCode, null, 'the server is running')
      await setTimeout(100)
    }
    await check()
  } finally {
    app.kill()
  }
}

async function createUser(url, apiKey, { email, password }) {
  const response = await fetch(`${url}/user_management/users`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ email, password, email_verified: true }),
  })
  assert.equal(response.status, 201)
}

const SERVER_ONLY = /user_management|grant_type|must not be bundled|sk_test|WORKOS_|LATCHKEY_/

/** Checks that the files for browsers contain no server code. */
export function holdNothingOfTheServer(pattern) {
  const files = globSync(pattern)
  assert.ok(files.length > 0, pattern)
  for (const file of files) assert.doesNotMatch(readFileSync(file, 'utf8'), SERVER_ONLY, file)
}

/** Checks that pages are complete before JavaScript runs, are not cached for other users, and set the handler's cookies. */
export async function renderForms({ origin }) {
  for (const path of ['/sign-in', '/sign-up', '/forgot-password']) {
    const page = await fetch(origin + path)
    assert.match(await page.text(), /name="email"/, 'the form is rendered without JavaScript')
    assert.equal(page.headers.get('cache-control'), 'private, no-store')
  }
  const signedOut = await fetch(`${origin}/auth/sign-out`, { method: 'POST', headers: { origin } })
  const [name] = signedOut.headers.getSetCookie()[0].split('=')
  const damaged = await fetch(`${origin}/sign-up`, { headers: { cookie: `${name}=damaged` } })
  assert.ok(damaged.headers.getSetCookie().join('\n').includes(`${name}=;`), 'the page sets cookies')
}

/** Opens each page once in a browser, so that a development server discovers the packages that the browser needs. */
export const openInBrowser = ({ origin }, paths) =>
  inBrowser(async (context) => {
    const page = await context.newPage()
    for (const path of paths) await page.goto(origin + path, { waitUntil: 'networkidle' })
  })

const NADIA = { email: 'nadia@orchard.example', password: 'lantern-quartz-meadow-42' }

/**
 * Signs up on the app's own pages in a real browser, and signs out again. Checks that the console stays empty. Development
 * servers are slow: with `waitUntil: 'networkidle'`, scripts load before anything is typed.
 */
export const signUpInBrowser = ({ origin, inbox }, { javaScriptEnabled = true, waitUntil = 'load' } = {}) =>
  withPage({ javaScriptEnabled }, async (page) => {
    await page.goto(`${origin}/sign-up`, { waitUntil })
    await page.getByLabel(/e-?mail address/i).fill(NADIA.email)
    await page.getByLabel('First name').fill('Nadia')
    await page.getByLabel('Last name').fill('Orchard')
    await page.getByLabel('Password', { exact: true }).fill(NADIA.password)
    await followLinks(page)
    await page.keyboard.press('Enter')
    const { code } = await inbox.waitFor({ to: NADIA.email, kind: 'email_verification' })
    await page.getByRole('textbox', { name: /code/i }).fill(code)
    if (!javaScriptEnabled) await page.keyboard.press('Enter')
    await page.waitForURL(`${origin}/`)
    await page.getByText('Hello Nadia').first().waitFor()
    await page.reload({ waitUntil })
    await page.getByText('Hello Nadia').first().waitFor()
    await followLinks(page)
    if (javaScriptEnabled) await page.getByLabel('Account: Nadia Orchard').click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: /sign in/i }).waitFor()
    await followLinks(page)
  })

/** A session is refreshed at most this often. */
const REFRESH_INTERVAL_MS = 15_000

/**
 * Signs in after {@link signUpInBrowser}, and loads a page when the session can be refreshed. Checks that the browser has the
 * refreshed session, and that it is not immediately refreshed again.
 */
export const keepSessionFresh = ({ origin }, { state = 'visible' } = {}) =>
  // JavaScript is off, so that only the pages themselves can have set the cookies.
  withPage({ javaScriptEnabled: false }, async (page) => {
    const session = async () =>
      (await page.context().cookies())
        .filter(({ name }) => /-session(\.\d)?$/.test(name))
        .map(({ name, value }) => `${name}=${value}`)
    await page.goto(`${origin}/sign-in`)
    await page.getByLabel(/e-?mail address/i).fill(NADIA.email)
    await page.getByLabel('Password', { exact: true }).fill(NADIA.password)
    const signedIn = page.waitForResponse((response) => response.request().method() === 'POST')
    await page.keyboard.press('Enter')
    const first = (await (await signedIn).headerValues('set-cookie')).map((cookie) => cookie.split(';')[0])
    await page.getByText('Hello Nadia').first().waitFor({ state })
    await setTimeout(REFRESH_INTERVAL_MS)
    await page.reload()
    await page.getByText('Hello Nadia').first().waitFor({ state })
    const second = await session()
    assert.ok(second.length > 1, 'the session needs several cookies')
    assert.ok(!second.some((cookie) => first.includes(cookie)), 'the browser has the refreshed session')
    await page.reload()
    await page.getByText('Hello Nadia').first().waitFor({ state })
    assert.deepEqual(await session(), second)
  })

/** Checks that every link on the page to the app's own pages works. */
async function followLinks(page) {
  const links = await page.locator('a[href^="/"]').evaluateAll((all) => all.map(({ href }) => href))
  for (const link of links) assert.equal((await page.request.get(link)).status(), 200, link)
}

/**
 * Opens a protected page after {@link signUpInBrowser}, signs in on the page that it redirects to, returns, and signs out
 * there. With JavaScript and a client-side router, all of this happens in one document.
 */
export const signInForPage = ({ origin }, path, { javaScriptEnabled = true, hasRouter = true } = {}) =>
  withPage({ javaScriptEnabled }, async (page) => {
    await page.goto(origin + path)
    await page.waitForURL(`${origin}/sign-in?returnTo=${encodeURIComponent(path)}`)
    const documents = []
    page.on('request', (request) => request.isNavigationRequest() && documents.push(request.url()))
    await page.getByLabel(/e-?mail address/i).fill(NADIA.email)
    await page.getByLabel('Password', { exact: true }).fill(NADIA.password)
    await page.keyboard.press('Enter')
    await page.waitForURL(origin + path)
    await page.getByText(NADIA.email).first().waitFor()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.getByRole('heading', { name: /sign in/i }).waitFor()
    await page.getByRole('link', { name: 'Create account' }).click()
    await page.getByLabel('First name').waitFor()
    if (javaScriptEnabled && hasRouter) assert.deepEqual(documents, [], 'pages that the browser loaded')
  })

/** Runs `work` in a real browser in which requests may fail. */
export async function inBrowser(work, { javaScriptEnabled = true } = {}) {
  const { chromium } = await import('playwright')
  const browser = await chromium.launch(JSON.parse(process.env.BROWSER_LAUNCH))
  try {
    const context = await browser.newContext({
      javaScriptEnabled,
      extraHTTPHeaders: { 'x-forwarded-proto': 'http' },
    })
    context.setDefaultTimeout(20_000)
    await work(context)
  } finally {
    await browser.close()
  }
}

/** Runs `work` with a page in a real browser. Checks that its console stays empty, and that no response contains a token. */
async function withPage({ javaScriptEnabled }, work) {
  const { chromium } = await import('playwright')
  const browser = await chromium.launch(JSON.parse(process.env.BROWSER_LAUNCH))
  try {
    const page = await browser.newPage({
      javaScriptEnabled,
      extraHTTPHeaders: { 'x-forwarded-proto': 'http' },
    })
    page.setDefaultTimeout(20_000)
    const complaints = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    const bodies = []
    page.on('response', (response) => {
      if (['document', 'fetch', 'xhr'].includes(response.request().resourceType()))
        bodies.push(response.text().catch(() => ''))
    })
    await work(page)
    assert.deepEqual(complaints, [])
    for (const body of await Promise.all(bodies)) assert.doesNotMatch(body, TOKEN)
  } finally {
    await browser.close()
  }
}

/** Matches a token, a decoded token (the long claim), or the API key. */
const TOKEN = new RegExp(`eyJ[\\w-]{20}|${LONG_CLAIM.slice(0, 20)}|sk_test_`)

/** Exactly the settings in the guide's own `.env`, with the values of this run. */
function settingsOfTheGuide(values) {
  const lines = readFileSync('.env', 'utf8').trim().split('\n')
  const names = lines.map((line) => line.split('=', 1)[0]).filter((name) => !OF_OTHER_SDKS.test(name))
  return Object.fromEntries(
    names.map((name) => {
      assert.ok(name in values, `${name} is set`)
      return [name, values[name]]
    }),
  )
}

const OF_OTHER_SDKS = /^WORKOS_API_(HOSTNAME|PORT|HTTPS)$/

async function isReady(url) {
  try {
    await fetch(url, { redirect: 'manual' })
    return true
  } catch {
    return false
  }
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  return port
}

/** Requests a page as a browser would, without following redirects. `fetch` would identify itself as a script. */
export async function navigate(address) {
  const headers = { accept: 'text/html', 'sec-fetch-mode': 'navigate' }
  const [response] = await once(get(address, { headers }), 'response')
  response.resume()
  return response
}
