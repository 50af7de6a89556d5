import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync } from 'node:fs'
import { signUpInBrowser, withRunningApp } from './running-app.mjs'

execFileSync(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
  stdio: ['ignore', 'ignore', 'inherit'],
  env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
})
cpSync('.next/static', '.next/standalone/.next/static', { recursive: true })

await withRunningApp(
  () => ['.next/standalone/server.js'],
  async (app) => {
    const origin = `${app.origin}/docs`
    // The loading state is sent before the guard has finished, so the status is 200 and the page itself redirects.
    const guarded = await (await fetch(`${origin}/private/?tab=2`)).text()
    assert.match(guarded, /\/docs\/sign-in\/?\?returnTo=%2Fdocs%2Fprivate%2F%3Ftab%3D2/)
    assert.doesNotMatch(guarded, /The secret of/)

    const session = await fetch(`${origin}/auth/session/`, { headers: { accept: 'application/json' } })
    assert.deepEqual([session.status, (await session.json()).status], [200, 'signed-out'])
    const api = await fetch(`${origin}/api/me/`, { headers: { accept: 'application/json' } })
    assert.deepEqual([api.status, (await api.json()).error.code], [401, 'signed_out'])

    const page = await fetch(`${origin}/classic/pears/?tab=2`, { redirect: 'manual' })
    assert.equal(page.status, 303)
    assert.match(
      page.headers.get('location'),
      /^\/docs\/sign-in\/?\?returnTo=%2Fdocs%2Fclassic%2Fpears%2F%3Ftab%3D2$/,
    )

    await signUpInBrowser({ ...app, origin })
  },
)
