import assert from 'node:assert/strict'
import { keepSessionFresh, signUpInBrowser, withRunningApp } from './running-app.mjs'

await withRunningApp(
  () => ['build/index.js'],
  async (app) => {
    const guarded = await fetch(`${app.origin}/account`, {
      redirect: 'manual',
      headers: { accept: 'text/html' },
    })
    assert.equal(guarded.status, 303)
    assert.match(guarded.headers.get('location'), /^\/sign-in\?returnTo=%2Faccount/)

    await signUpInBrowser(app, { javaScriptEnabled: false })
    await keepSessionFresh(app)
  },
)
