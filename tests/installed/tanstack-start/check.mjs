import assert from 'node:assert/strict'
import {
  holdNothingOfTheServer,
  keepSessionFresh,
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

  const guarded = await fetch(`${app.origin}/account?tab=1`, { redirect: 'manual' })
  assert.equal(guarded.status, 307)
  assert.equal(guarded.headers.get('location'), '/sign-in?returnTo=%2Faccount%3Ftab%3D1')

  await signUpInBrowser(app)
  await signInForPage(app, '/account')
  await signInForPage(app, '/account', { javaScriptEnabled: false })
  await keepSessionFresh(app)
})
