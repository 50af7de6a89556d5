import assert from 'node:assert/strict'
import {
  holdNothingOfTheServer,
  keepSessionFresh,
  renderForms,
  signInForPage,
  signUpInBrowser,
  withRunningApp,
} from './running-app.mjs'

holdNothingOfTheServer('build/client/assets/*.{js,css}')

const start = () => ['node_modules/@react-router/serve/bin.cjs', 'build/server/index.js']

await withRunningApp(start, async (app) => {
  await renderForms(app)

  const guarded = await fetch(`${app.origin}/account?tab=1`, { redirect: 'manual' })
  assert.equal(guarded.status, 302)
  assert.equal(guarded.headers.get('location'), '/sign-in?returnTo=%2Faccount%3Ftab%3D1')
  const asked = await (await fetch(`${app.origin}/account.data?tab=1`)).text()
  assert.match(asked, /"\/sign-in\?returnTo=%2Faccount%3Ftab%3D1"/, 'the router is told the same')

  await signUpInBrowser(app)
  await signInForPage(app, '/account')
  await signInForPage(app, '/account', { javaScriptEnabled: false })
  await keepSessionFresh(app)
})
