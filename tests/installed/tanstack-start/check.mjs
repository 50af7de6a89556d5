import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { keepSessionFresh, signInForPage, signUpInBrowser, withRunningApp } from './running-app.mjs'

const SECRET = /user_management|grant_type|must not be bundled|sk_test|WORKOS_|LATCHKEY_/
const files = globSync('dist/client/assets/*.{js,css}')
assert.ok(files.length > 5, 'scripts and a style sheet')
for (const file of files) assert.doesNotMatch(readFileSync(file, 'utf8'), SECRET, file)

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
  for (const path of ['/sign-in', '/sign-up', '/forgot-password']) {
    const page = await fetch(app.origin + path)
    assert.match(await page.text(), /name="email"/, 'the form is there before script')
    assert.equal(page.headers.get('cache-control'), 'private, no-store')
  }

  const damaged = await fetch(`${app.origin}/sign-up`, { headers: { cookie: 'lk-session=damaged' } })
  assert.match(damaged.headers.getSetCookie().join('\n'), /^lk-session=;/m, 'cookies go out with a page')

  const guarded = await fetch(`${app.origin}/account?tab=1`, { redirect: 'manual' })
  assert.equal(guarded.status, 307)
  assert.equal(guarded.headers.get('location'), '/sign-in?returnTo=%2Faccount%3Ftab%3D1')

  await signUpInBrowser(app)
  await signInForPage(app, '/account')
  await signInForPage(app, '/account', { javaScriptEnabled: false })
  await keepSessionFresh(app)
})
