import assert from 'node:assert/strict'
import { keepSessionFresh, signUpInBrowser, withRunningApp } from './running-app.mjs'

const start = (port) => [
  'node_modules/next/dist/bin/next',
  'start',
  '--hostname',
  '127.0.0.1',
  '--port',
  port,
]

await withRunningApp(start, async (app) => {
  const page = await fetch(`${app.origin}/sign-in`)
  assert.match(await page.text(), /name="email"/, 'the form is there before script')

  const guarded = await fetch(app.origin, { redirect: 'manual' })
  assert.equal(guarded.status, 307)
  assert.match(guarded.headers.get('location'), /\/sign-in$/)

  await signUpInBrowser(app)
  await keepSessionFresh(app)

  const file = await fetch(`${app.origin}/logo.svg`, {
    headers: { cookie: '__Host-lk-session=damaged; lk-session=damaged' },
  })
  assert.deepEqual([file.status, file.headers.getSetCookie()], [200, []])
})
