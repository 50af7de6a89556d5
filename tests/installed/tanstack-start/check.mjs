import assert from 'node:assert/strict'
import {
  holdNothingOfTheServer,
  keepSessionFresh,
  navigate,
  openInBrowser,
  renderForms,
  signInForPage,
  signUpInBrowser,
  withRunningApp,
} from './running-app.mjs'

holdNothingOfTheServer('dist/client/assets/*.{js,css}')

const start = () => [
  'node_modules/srvx/bin/srvx.mjs',
  'serve',
  '--prod',
  '--entry',
  'dist/server/server.js',
  '--static',
  '../client',
]

await withRunningApp(start, async (app) => {
  await renderForms(app)

  const guarded = await fetch(`${app.origin}/account?tab=1`, {
    redirect: 'manual',
    headers: { accept: 'text/html' },
  })
  assert.deepEqual([guarded.status, guarded.headers.getSetCookie()], [401, []], 'the response to a script')
  const visited = await navigate(`${app.origin}/account?tab=1`)
  assert.equal(visited.statusCode, 303)
  assert.equal(visited.headers.location, '/sign-in?returnTo=%2Faccount%3Ftab%3D1')
  await assertClosedToVisitors(app)

  await signUpInBrowser(app)
  await signInForPage(app, '/account')
  await signInForPage(app, '/account', { javaScriptEnabled: false })
  await keepSessionFresh(app)
})

await withRunningApp(
  (port) => ['node_modules/vite/bin/vite.js', 'dev', '--host', '127.0.0.1', '--port', String(port)],
  async (app) => {
    await openInBrowser(app, ['/sign-up', '/sign-in', '/forgot-password', '/account'])
    await signUpInBrowser(app, { waitUntil: 'networkidle' })
  },
)

/** Checks that visitors cannot get protected content with any kind of request. */
async function assertClosedToVisitors({ origin }) {
  const page = await (await fetch(`${origin}/notes`)).text()
  const addresses = [...page.matchAll(/action="([^"]+)"/g)].map(([, address]) => address)
  assert.equal(addresses.length, 3)
  const own = { 'sec-fetch-site': 'same-origin', origin }
  const ways = [
    { ...own, 'x-tsr-serverfn': 'true', accept: 'application/json' },
    { ...own, accept: 'text/html' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    { origin: 'null' },
    {},
    { ...own, cookie: '__Host-lk-session=damaged; lk-session=damaged' },
  ]
  for (const address of addresses) {
    for (const method of ['GET', 'POST']) {
      for (const headers of ways) {
        const body = method === 'POST' ? new URLSearchParams({ text: 'stolen' }) : undefined
        const response = await fetch(origin + address, { method, headers, body, redirect: 'manual' })
        assert.doesNotMatch(await response.text(), /the secret of|stolen by/, `${method} ${address}`)
        if (headers.origin !== origin) assert.equal(response.status, 403, `${method} ${address}`)
      }
    }
  }
  const api = await fetch(`${origin}/api/me`, { headers: { accept: 'application/json' } })
  assert.deepEqual([api.status, (await api.json()).error.code], [401, 'signed_out'])
  const visited = await navigate(`${origin}/api/me`)
  assert.deepEqual([visited.statusCode, visited.headers.location], [303, '/sign-in?returnTo=%2Fapi%2Fme'])
}
