import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
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

holdNothingOfTheServer('dist/client/_astro/*.{js,css}')
assert.match(readFileSync('dist/client/about/index.html', 'utf8'), /About, signed-out/)

await withRunningApp(
  () => ['dist/server/entry.mjs'],
  async (app) => {
    await renderForms(app)

    const visited = await navigate(`${app.origin}/account?tab=1`)
    assert.equal(visited.statusCode, 303)
    assert.equal(visited.headers.location, '/sign-in?returnTo=%2Faccount%3Ftab%3D1')
    await assertClosedToVisitors(app)

    await signUpInBrowser(app)
    await signInForPage(app, '/account', { hasRouter: false })
    await signInForPage(app, '/account', { javaScriptEnabled: false })
    await keepSessionFresh(app)
  },
)

await withRunningApp(
  (port) => ['node_modules/astro/bin/astro.mjs', 'dev', '--host', '127.0.0.1', '--port', String(port)],
  async (app) => {
    await openInBrowser(app, ['/sign-up', '/sign-in', '/forgot-password', '/account', '/about'])
    await signUpInBrowser(app, { waitUntil: 'networkidle' })
  },
)

/** Checks that visitors cannot use protected actions and routes with any kind of request. */
async function assertClosedToVisitors({ origin }) {
  const own = { 'sec-fetch-site': 'same-origin', origin }
  const ways = [
    { ...own, accept: 'application/json' },
    { ...own, accept: 'text/html' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    { origin: 'null' },
    { ...own, cookie: '__Host-lk-session=damaged; lk-session=damaged' },
  ]
  const paths = [
    '/?_action=rename',
    '/account?_action=rename',
    '/auth/session?_action=rename',
    '/nowhere?_action=rename',
  ]
  for (const path of [...paths, '/about?_action=rename', '/_actions/rename']) {
    for (const headers of ways) {
      const body = new URLSearchParams({ name: 'stolen' })
      const response = await fetch(origin + path, { method: 'POST', headers, body, redirect: 'manual' })
      assert.doesNotMatch(await response.text(), /the secret of|stolen/, path)
    }
  }
  const api = await fetch(`${origin}/api/me`, { headers: { accept: 'application/json' } })
  assert.deepEqual([api.status, (await api.json()).error.code], [401, 'signed_out'])
}
