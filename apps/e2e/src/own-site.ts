import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { castSeed } from '@latchkey/demo/cast'
import { test as base, expect } from '@playwright/test'
import { readStack, type Site } from './stack.ts'

const folder = join(import.meta.dirname, '../../react')

/** Tests with a React site of their own: its clock, faults and records are nobody else's. */
export const test = base.extend<object, { site: Site }>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from here
    async ({}, use) => {
      const origin = `http://localhost:${await freePort()}`
      const env = await createEnvironment(origin)
      const child = await start(origin, env)
      await use({ name: 'react', origin, env })
      child.kill('SIGTERM')
    },
    { scope: 'worker' },
  ],
})

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })

async function createEnvironment(origin: string): Promise<Site['env']> {
  const { url, apiKey } = readStack().emulator
  const response = await fetch(`${url}/_emulator/environments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    // A name that is posted again names the same environment, so each worker's is its own.
    body: JSON.stringify({ name: `react-tests-${new URL(origin).port}`, seed: castSeed({ origin }) }),
  })
  return ((await response.json()) as { env: Site['env'] }).env
}

async function start(origin: string, env: Site['env']): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['server/main.ts'], {
    cwd: folder,
    env: { ...process.env, ...env, PORT: new URL(origin).port, LATCHKEY_APP_ORIGIN: origin },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await expect
    .poll(() =>
      fetch(origin).then(
        ({ ok }) => ok,
        () => false,
      ),
    )
    .toBe(true)
  return child
}
