import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { createEmulator } from '@latchkey/emulator'

const emulator = await createEmulator({ port: 0 })
const { apiKey, clientId } = emulator.default
const port = await freePort()
const origin = `http://127.0.0.1:${port}`
const app = spawn(process.execPath, ['build/index.js'], {
  stdio: ['ignore', 'ignore', 'inherit'],
  env: {
    HOST: '127.0.0.1',
    PORT: String(port),
    WORKOS_API_KEY: apiKey,
    WORKOS_CLIENT_ID: clientId,
    WORKOS_BASE_URL: emulator.url,
    LATCHKEY_COOKIE_SECRET: 'q7Jm2v0XhZpT4rYk8sWnB1eCdLfGuAoI',
    LATCHKEY_APP_ORIGIN: origin,
  },
})

try {
  const page = await answerOf(`${origin}/sign-in`)
  assert.equal(page.status, 200)
  assert.match(await page.text(), /name="password"/)

  const guarded = await fetch(`${origin}/account`, { redirect: 'manual', headers: { accept: 'text/html' } })
  assert.equal(guarded.status, 303)
  assert.match(guarded.headers.get('location'), /^\/sign-in\?returnTo=%2Faccount/)

  const session = await fetch(`${origin}/auth/session`)
  assert.equal((await session.json()).status, 'signed-out')
} finally {
  app.kill()
  await emulator.close()
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  return port
}

async function answerOf(url) {
  for (;;) {
    try {
      return await fetch(url)
    } catch {
      assert.equal(app.exitCode, null, 'the server is running')
      await setTimeout(100)
    }
  }
}
