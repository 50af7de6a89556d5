import assert from 'node:assert/strict'
import {
  holdNothingOfTheServer,
  keepSessionFresh,
  openInBrowser,
  renderForms,
  signInForPage,
  signUpInBrowser,
  withRunningApp,
} from './running-app.mjs'

holdNothingOfTheServer('build/client/assets/*.{js,css}')

const start = () => ['node_modules/@react-router/serve/bin.cjs', 'build/server/index.js']
const develop = (port) => [
  'node_modules/@react-router/dev/bin.cjs',
  'dev',
  '--host',
  '127.0.0.1',
  '--port',
  String(port),
]

await withRunningApp(start, async (app) => {
  await renderForms(app)

  const guarded = await fetch(`${app.origin}/account?tab=1`, {
    redirect: 'manual',
    headers: { accept: 'text/html' },
  })
  assert.deepEqual([guarded.status, guarded.headers.getSetCookie()], [401, []], 'the response to a script')
  for (const path of ['/account.data?tab=1', '/account.data?tab=1&_routes=routes%2Faccount']) {
    const text = await (await fetch(app.origin + path)).text()
    assert.match(text, /"\/sign-in\?returnTo=%2Faccount%3Ftab%3D1"/, 'the router is redirected')
  }
  for (const path of ['/account', '/account.data', '/', '/sign-in', '/account?_action=x']) {
    const body = new URLSearchParams({ name: 'stolen' })
    const posted = await fetch(app.origin + path, { method: 'POST', body, redirect: 'manual' })
    assert.notEqual(posted.status, 200, path)
  }

  await signUpInBrowser(app)
  await signInForPage(app, '/account')
  await signInForPage(app, '/account', { javaScriptEnabled: false })
  await keepSessionFresh(app)
})

await withRunningApp(develop, async (app) => {
  await openInBrowser(app, ['/sign-up', '/sign-in', '/forgot-password', '/account'])
  await signUpInBrowser(app, { waitUntil: 'networkidle' })
})
