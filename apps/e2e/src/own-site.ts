import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { demoSeed } from '@latchkey/demo/demo-users'
import { test as base, expect } from '@playwright/test'
import { DEMO_COOKIE_SECRET, SITES, siteEnvironment } from '../../../scripts/sites.mjs'
import { readStack, type Site } from './stack.ts'

/** Tests with their own site: no other test shares its clock, faults and records. */
export const test = base.extend<object, { siteName: string; site: Site }>({
  siteName: ['react', { scope: 'worker', option: true }],
  site: [
    async ({ siteName: name }, use) => {
      const origin = `http://localhost:${await freePort()}`
      const env = await createEnvironment(name, origin)
      const child = await start(name, origin, env)
      await use({ name, origin, env })
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

async function createEnvironment(name: string, origin: string): Promise<Site['env']> {
  const { url, apiKey } = readStack().emulator
  const response = await fetch(`${url}/_emulator/environments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    // Posting the same name again returns the same environment, so each worker uses a different name.
    body: JSON.stringify({ name: `${name}-tests-${new URL(origin).port}`, seed: demoSeed({ origin }) }),
  })
  return ((await response.json()) as { env: Site['env'] }).env
}

async function start(name: string, origin: string, env: Site['env']): Promise<ChildProcess> {
  const built = SITES.find((site) => site.name === name)
  if (built === undefined) throw new Error(`There is no ${name} site.`)
  const child = spawn(process.execPath, built.args, {
    cwd: join(import.meta.dirname, '../../..', built.cwd),
    env: {
      ...process.env,
      ...env,
      ...siteEnvironment(origin),
      LATCHKEY_COOKIE_SECRET: DEMO_COOKIE_SECRET,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await expect
    .poll(
      () =>
        fetch(origin).then(
          ({ ok }) => ok,
          () => false,
        ),
      // Several sites and the tests of others may start at the same time.
      { message: `the ${name} site at ${origin}`, timeout: 45_000 },
    )
    .toBe(true)
  return child
}
