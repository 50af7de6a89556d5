import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { signUpInBrowser, withRunningApp } from './running-app.mjs'

await withRunningApp(
  () => ['server.ts'],
  (app) => signUpInBrowser(app, { javaScriptEnabled: false }),
)

// Starts the command as a developer or a script would.
const command = spawn('npx', ['--no-install', 'latchkey-emulator', '--port', '0', '--json'], {
  stdio: ['ignore', 'pipe', 'inherit'],
  detached: true,
})
const [line] = await once(createInterface(command.stdout), 'line')
const { url } = JSON.parse(line)
assert.deepEqual(await (await fetch(`${url}/health`)).json(), { status: 'ok' })
process.kill(-command.pid, 'SIGTERM')
await once(command, 'exit')
execFileSync('npx', ['--no-install', 'latchkey-emulator', '--help'])
