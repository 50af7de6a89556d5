// An app that uses WorkOS's own package for Next.js, in which only the URL of the API is changed.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createEmulator } from '@latchkey/emulator'
import { freePort, inBrowser, whileRunning } from './running-app.mjs'

const NEXT = 'node_modules/next/dist/bin/next'
const NADIA = { email: 'nadia@orchard.example', password: 'lantern-quartz-meadow-42', email_verified: true }

const port = await freePort()
const origin = `http://localhost:${port}`
await using emulator = await createEmulator({
  port: 0,
  seed: {
    users: [NADIA],
    redirect_uris: [`${origin}/callback`],
    settings: { access_token_seconds: 300, logout_url: `${origin}/` },
  },
})
const { clock, env, events, requests } = emulator.default
const settings = {
  WORKOS_API_KEY: env.WORKOS_API_KEY,
  WORKOS_CLIENT_ID: env.WORKOS_CLIENT_ID,
  WORKOS_API_HOSTNAME: env.WORKOS_API_HOSTNAME,
  WORKOS_API_PORT: env.WORKOS_API_PORT,
  WORKOS_API_HTTPS: env.WORKOS_API_HTTPS,
  WORKOS_COOKIE_PASSWORD: 'q7Jm2v0XhZpT4rYk8sWnB1eCdLfGuAoI',
  NEXT_PUBLIC_WORKOS_REDIRECT_URI: `${origin}/callback`,
}

execFileSync(process.execPath, [NEXT, 'build'], {
  stdio: ['ignore', 'ignore', 'inherit'],
  env: { ...process.env, ...settings, NEXT_TELEMETRY_DISABLED: '1' },
})

const serve = [NEXT, 'start', '--hostname', 'localhost', '--port', port]
await whileRunning(serve, { origin, env: settings }, () => inBrowser(visit))

async function visit(context) {
  const page = await context.newPage()
  // The tokens were issued an hour ago, so they have expired on the clock of the app.
  await clock.advance({ hours: -1 })
  await signIn(page)
  // The components of the page also refresh the session.
  await page.waitForLoadState('networkidle')
  await clock.advance({ hours: 1 })
  await refreshInParallel(context)
  await page.goto(origin)
  await page.getByText(`Signed in as ${NADIA.email}`).waitFor()
  await signOut(page, context)
}

/** Opens a protected page, signs in on the hosted page that the app redirects to, and returns to the protected page. */
async function signIn(page) {
  await page.goto(`${origin}/private`)
  assert.equal(new URL(page.url()).origin, new URL(emulator.url).origin, 'the hosted page')
  await page.getByLabel(/email/i).fill(NADIA.email)
  await page.getByLabel(/password/i).fill(NADIA.password)
  await page.keyboard.press('Enter')
  await page.waitForURL(`${origin}/private`)
  await page.getByText(`The secret of ${NADIA.email}`).waitFor()
}

/** Sends twelve parallel requests with the same expired session. Each refreshes it, and the user stays signed in. */
async function refreshInParallel(context) {
  await requests.clear()
  const cookie = (await context.cookies(origin)).map(({ name, value }) => `${name}=${value}`).join('; ')
  const responses = await Promise.all(
    Array.from({ length: 12 }, () => fetch(`${origin}/api/me`, { headers: { cookie } })),
  )
  const visitors = await Promise.all(responses.map((response) => response.json()))
  assert.deepEqual(
    visitors.map(({ email }) => email),
    Array(12).fill(NADIA.email),
  )
  assert.equal(new Set(visitors.map(({ sessionId }) => sessionId)).size, 1, 'one session')
  const refreshes = requests.list({ path: '/user_management/authenticate' })
  assert.equal(refreshes.length, 12)
  assert.deepEqual(
    refreshes.map(({ status }) => status),
    Array(12).fill(200),
  )
  for (const response of responses)
    assert.match(
      response.headers.getSetCookie().join(),
      /wos-session=Fe26/,
      'the refreshed session is stored',
    )
}

/** Signs out, which revokes the session at the hosted logout URL and returns to the app. */
async function signOut(page, context) {
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('link', { name: 'Sign in' }).waitFor()
  assert.equal(new URL(page.url()).origin, origin)
  assert.equal(requests.list({ path: '/user_management/sessions/logout' }).length, 1)
  assert.equal((await events.list({ event: 'session.revoked' })).length, 1)
  const names = (await context.cookies(origin)).map(({ name }) => name)
  assert.ok(!names.includes('wos-session'), names.join())
}
