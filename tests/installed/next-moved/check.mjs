// Small apps of other products after their migration by the guides: built, run, and used by visitors and users.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { openSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { createEmulator } from '@latchkey/emulator'
import { sealData } from 'iron-session'
import { freePort, inBrowser, navigate, whileRunning } from './running-app.mjs'

const NEXT = '../node_modules/next/dist/bin/next'
const OUTPUT = 'output.log'
const password = 'lantern-quartz-meadow-42'
const NADIA = { email: 'nadia@orchard.example', first_name: 'Nadia', password, email_verified: true }
const TOMAS = { email: 'tomas@orchard.example', first_name: 'Tomas', password, email_verified: true }
const ORCHARD = { name: 'Orchard', members: [{ email: NADIA.email, role: 'admin' }, { email: TOMAS.email }] }

await inFolder('clerk', '.env', async (app) => {
  await assertClosedToVisitors(app, ['/dashboard', '/admin'])
  await inBrowser((context) => useClerkApp(app, context))
})
await inFolder('authkit', '.env.local', async (app) => {
  await assertClosedToVisitors(app, ['/account'])
  await keepSession(app)
  await inBrowser((context) => useAuthKitApp(app, context))
})

/** Builds and runs the app in a folder, with the settings that the guide wrote to `file`. Only the addresses are changed. */
async function inFolder(folder, file, check) {
  process.chdir(folder)
  await using emulator = await createEmulator({
    port: 0,
    seed: { users: [NADIA, TOMAS], organizations: [ORCHARD] },
  })
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const written = parseEnv(readFileSync(file, 'utf8'))
  const changed = { ...emulator.default.env, LATCHKEY_APP_ORIGIN: origin }
  const names = ['WORKOS_API_KEY', 'WORKOS_CLIENT_ID', 'WORKOS_BASE_URL', 'LATCHKEY_APP_ORIGIN']
  const env = Object.fromEntries(names.map((name) => [name, changed[name]]))
  for (const name of [...names, 'LATCHKEY_COOKIE_SECRET']) assert.ok(written[name], `${name} in ${file}`)

  execFileSync(process.execPath, [NEXT, 'build'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
  })
  const serve = [NEXT, 'start', '--hostname', 'localhost', '--port', port]
  const output = openSync(OUTPUT, 'w')
  await whileRunning(serve, { origin, env, output }, () => check({ origin, emulator, written }))
  process.chdir('..')
}

/** Checks that visitors are sent to the sign-in page and back, and that they get no data. */
async function assertClosedToVisitors({ origin }, pages) {
  for (const path of pages) {
    const { statusCode, headers } = await navigate(origin + path)
    assert.deepEqual(
      [statusCode, headers.location],
      [307, `/sign-in?returnTo=${encodeURIComponent(path)}`],
      path,
    )
  }
  const response = await fetch(`${origin}/api/me`, { headers: { accept: 'application/json' } })
  assert.deepEqual([response.status, (await response.json()).error.code], [401, 'signed_out'])
}

/** Submits the sign-in form of the page that is open, and waits for the page that it returns to. */
async function signIn(page, { email }, path) {
  await page.getByLabel(/e-?mail address/i).fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await page.waitForURL(path)
}

/** Requests the API route with the cookies of the browser. */
function fetchMe(page) {
  return page.request.get(new URL('/api/me', page.url()).href, { headers: { accept: 'application/json' } })
}

/** Signs up, adds a note with the server action, and signs out; then signs in as an administrator. */
async function useClerkApp({ origin, emulator }, context) {
  const page = await context.newPage()
  await page.goto(`${origin}/dashboard`)
  await page.getByRole('link', { name: 'Create account' }).click()
  await page.getByLabel('First name').fill('Mia')
  await page.getByLabel('Last name').fill('Orchard')
  await page.getByLabel(/e-?mail address/i).fill('mia@orchard.example')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  const { code } = await emulator.default.inbox.waitFor({
    to: 'mia@orchard.example',
    kind: 'email_verification',
  })
  await page.getByRole('textbox', { name: /code/i }).fill(code)
  await page.waitForURL(`${origin}/dashboard`)
  const { userId } = await (await fetchMe(page)).json()
  await page.getByText(`Mia is ${userId}`).waitFor()

  await page.locator('[name=text]').fill('pears')
  await page.getByRole('button', { name: 'Add' }).click()
  await page.waitForLoadState('networkidle')
  assert.match(readFileSync(OUTPUT, 'utf8'), new RegExp(`${userId} pears`))
  await addNoteAsVisitor(origin, page)

  await page.goto(origin)
  await page.getByText('Hello Mia, mia@orchard.example').waitFor()
  assert.equal((await page.goto(`${origin}/admin`)).status(), 404)
  await page.goto(origin)
  await page.getByLabel(/^Account/).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByText('Hello', { exact: true }).waitFor()
  await page.goto(`${origin}/admin`)
  await page.waitForURL(`${origin}/sign-in?returnTo=%2Fadmin`)
  assert.equal((await fetchMe(page)).status(), 401)

  await signIn(page, NADIA, `${origin}/admin`)
  await page.getByText('For administrators').waitFor()
}

/** Posts the form of a signed-in user's page without a session. */
async function addNoteAsVisitor(origin, page) {
  const html = await (await page.request.get(`${origin}/dashboard`)).text()
  const [, action] = /name="(\$ACTION_ID_\w+)"/.exec(html)
  const body = new FormData()
  body.set(action, '')
  body.set('text', 'stolen')
  const response = await fetch(`${origin}/dashboard`, {
    method: 'POST',
    body,
    headers: { origin, 'sec-fetch-site': 'same-origin' },
    redirect: 'manual',
  })
  await response.body?.cancel()
  assert.equal(response.status, 303)
  assert.match(response.headers.get('location'), /\/sign-in\?returnTo=%2Fdashboard$/)
  assert.doesNotMatch(readFileSync(OUTPUT, 'utf8'), /stolen/)
}

/** Checks that a session that AuthKit sealed stays valid, and becomes a session of the app. */
async function keepSession({ origin, emulator, written }) {
  const { apiKey, clientId } = emulator.default
  const response = await fetch(`${emulator.url}/user_management/authenticate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'password',
      client_id: clientId,
      client_secret: apiKey,
      email: TOMAS.email,
      password,
    }),
  })
  const { access_token: accessToken, refresh_token: refreshToken, user } = await response.json()
  const sealed = await sealData(
    { accessToken, refreshToken, user },
    { password: written.WORKOS_COOKIE_PASSWORD },
  )
  const page = await fetch(`${origin}/account`, { headers: { cookie: `wos-session=${sealed}` } })
  assert.match(await page.text(), /tomas@orchard\.example(<!-- -->)? is/)
  const lines = page.headers.getSetCookie().filter((line) => /-session=[^;]/.test(line))
  assert.equal(lines.length, 1, 'the session in its own format')
  const me = await fetch(`${origin}/api/me`, { headers: { cookie: lines[0].split(';')[0] } })
  assert.deepEqual(await me.json(), { email: TOMAS.email })
}

/** Signs in for a protected page, and signs out with the app's own button. */
async function useAuthKitApp({ origin }, context) {
  const page = await context.newPage()
  await page.goto(origin)
  await page.getByRole('link', { name: 'Sign up' }).click()
  await page.getByLabel('First name').waitFor()
  await page.goto(`${origin}/account`)
  await signIn(page, NADIA, `${origin}/account`)
  await page.getByText(`${NADIA.email} is admin in org_`).waitFor()
  assert.deepEqual(await (await fetchMe(page)).json(), { email: NADIA.email })

  await page.goto(origin)
  await page.getByText('Hello Nadia').waitFor()
  await page.getByRole('button', { name: `Sign out ${NADIA.email}` }).click()
  await page.getByRole('link', { name: 'Sign in' }).waitFor()
  await page.goto(`${origin}/account`)
  await page.waitForURL(`${origin}/sign-in?returnTo=%2Faccount`)
  assert.equal((await fetchMe(page)).status(), 401)
}
