import assert from 'node:assert/strict'
import { createClient } from '@latchkey/core/server'
import { createEmulator } from '@latchkey/emulator'
import { Miniflare } from 'miniflare'

await using emulator = await createEmulator({ port: 0 })
const { apiKey, clientId } = emulator.default
const appOrigin = 'https://app.example.com'
const worker = new Miniflare({
  modules: [{ type: 'ESModule', path: 'build/worker.js' }],
  compatibilityDate: '2026-01-01',
  compatibilityFlags: ['nodejs_compat'],
  bindings: {
    WORKOS_API_KEY: apiKey,
    WORKOS_CLIENT_ID: clientId,
    WORKOS_BASE_URL: emulator.url,
    LATCHKEY_COOKIE_SECRET: 'q7Jm2v0XhZpT4rYk8sWnB1eCdLfGuAoI',
    LATCHKEY_APP_ORIGIN: appOrigin,
  },
})
const ask = (path, init = {}) => worker.dispatchFetch(appOrigin + path, { redirect: 'manual', ...init })

try {
  const page = await ask('/sign-in')
  assert.equal(page.status, 200)
  assert.match(await page.text(), /name="password"/)

  const guarded = await ask('/account', { headers: { accept: 'text/html' } })
  // A browser is redirected to the sign-in page. `dispatchFetch` may identify itself as a script, which gets a 401.
  assert.ok([303, 401].includes(guarded.status))

  const session = await ask('/auth/session')
  assert.equal((await session.json()).status, 'signed-out')

  const user = { email: 'nadia@orchard.example', password: 'lantern-quartz-meadow-42' }
  const client = createClient({ apiKey, clientId, baseUrl: emulator.url })
  await client.createUser({ ...user, emailVerified: true })
  const signedIn = await ask('/sign-in?/password', {
    method: 'POST',
    headers: {
      origin: appOrigin,
      accept: 'text/html',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ ...user, returnTo: '/account' }).toString(),
  })
  assert.deepEqual([signedIn.status, signedIn.headers.get('location')], [303, '/account'])
  const cookie = signedIn.headers.getSetCookie().map((line) => line.split(';', 1)[0])
  const account = await ask('/account', { headers: { accept: 'text/html', cookie: cookie.join('; ') } })
  assert.match(await account.text(), /nadia@orchard\.example/)
} finally {
  await worker.dispose()
}
