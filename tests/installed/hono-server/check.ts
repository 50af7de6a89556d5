import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { createEmulator } from '@latchkey/emulator'
import { startApp } from './server.ts'

const email = 'nadia@orchard.example'
const password = 'lantern-quartz-meadow-42'

await using emulator = await createEmulator({ port: 0 })
const { apiKey, clientId, inbox } = emulator.default
const app = await startApp({ apiKey, clientId, baseUrl: emulator.url })
const cookies = new Map<string, string>()

async function send(method: string, path: string, fields?: object) {
  const response = await fetch(app.origin + path, {
    method,
    headers: {
      origin: app.origin,
      cookie: [...cookies].map((pair) => pair.join('=')).join('; '),
      accept: 'application/json',
      'content-type': 'application/json',
    },
    body: fields && JSON.stringify(fields),
  })
  for (const line of response.headers.getSetCookie()) {
    const [name = '', value = ''] = line.split(';')[0]?.split('=') ?? []
    cookies.set(name, value)
  }
  return response
}

const signUp = await send('POST', '/auth/sign-up/password', {
  email,
  password,
  firstName: 'Nadia',
  lastName: 'Orchard',
})
const { flow, step } = (await signUp.json()) as { flow: string; step: { name: string } }
assert.equal(step.name, 'verify-email')
const { code } = await inbox.waitFor({ to: email, kind: 'email_verification' })
assert.equal((await send('POST', '/auth/sign-in/verify-email', { flow, code })).status, 200)
assert.equal(await (await send('GET', '/hello')).text(), `Hello ${email}`)
await send('POST', '/auth/sign-out')
assert.equal((await send('GET', '/hello')).status, 401)
app.close()

// The command, as a person or a script starts it.
const command = spawn('npx', ['--no-install', 'latchkey-emulator', '--port', '0', '--json'], {
  stdio: ['ignore', 'pipe', 'inherit'],
  detached: true,
})
const [line] = (await once(createInterface(command.stdout), 'line')) as [string]
const { url } = JSON.parse(line) as { url: string }
assert.deepEqual(await (await fetch(`${url}/health`)).json(), { status: 'ok' })
process.kill(-(command.pid as number), 'SIGTERM')
await once(command, 'exit')
execFile('npx', ['--no-install', 'latchkey-emulator', '--help'], (error) => assert.equal(error, null))
