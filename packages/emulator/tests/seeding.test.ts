import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importJWK, type JWK, jwtVerify } from 'jose'
import { afterAll, expect, it } from 'vitest'
import { createEmulator } from '../src/index.ts'
import { callerFor, signIn, start, verifiedUser } from './fixture.ts'
import { spawnServer, startServer } from './processes/server-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-seeding-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const USERS = 6000

it('a long seed shows its progress, and continues where it stopped after the process is killed', {
  timeout: 60_000,
}, async () => {
  const seed = join(folder, 'people.json')
  const users = Array.from({ length: USERS }, (_, n) => ({ email: `person${n}@orchard.example` }))
  writeFileSync(seed, JSON.stringify({ users }))
  const args = ['--data', join(folder, 'data'), '--seed', seed]
  const first = spawnServer(...args)
  const reported = await first.stderrLine()
  expect(reported).toMatch(/^latchkey-emulator: seeding users, \d+ of 6000$/)
  await first.end('SIGKILL')

  const second = await startServer(...args)
  for (const n of [0, 499, USERS - 1]) {
    const response = await second.call('GET', `/user_management/users?email=person${n}@orchard.example`)
    expect(((await response.json()) as { data: unknown[] }).data).toHaveLength(1)
  }
  await second.end('SIGTERM')
})

it('the same seed text creates the same ids, codes and tokens, and another text creates different ones', async () => {
  const run = async (deterministic: string) => {
    const caller = await start({ storage: 'memory', deterministic, clock: { now: () => Date.UTC(2030, 0) } })
    const made = callerFor(caller.emulator, await caller.emulator.createEnvironment({ name: 'one' }))
    const user = await made.call('POST', '/user_management/users', { email: 'nadia@orchard.example' })
    const magic = await made.call('POST', '/user_management/magic_auth', { email: 'nadia@orchard.example' })
    const reset = await made.call('POST', '/user_management/password_reset', {
      email: 'nadia@orchard.example',
    })
    await verifiedUser(made, 'tomas@orchard.example')
    const { access_token: token } = await signIn(made, 'tomas@orchard.example')
    const jwks = await made.environment.keys.jwks()
    await made.environment.keys.rotate()
    const content = Buffer.from(await made.environment.snapshot()).toString()
    await caller.emulator.close()
    const secrets = { reset: reset.body.password_reset_token, apiKey: made.environment.apiKey, token, jwks }
    return { user: user.body, magic: magic.body, ...secrets, content }
  }
  const [one, same, other] = [await run('a'), await run('a'), await run('b')]
  expect(same).toEqual(one)
  expect(other.magic.code).not.toBe(one.magic.code)
  expect(other.apiKey).not.toBe(one.apiKey)
  expect(other.jwks.keys[0]?.n).not.toBe(one.jwks.keys[0]?.n)
  const [key] = one.jwks.keys
  await expect(
    jwtVerify(one.token, await importJWK(key as JWK), { currentDate: new Date(Date.UTC(2030, 0)) }),
  ).resolves.toHaveProperty('payload.sub')
})

it('values are unpredictable without a seed text', async () => {
  const keys = []
  for (let n = 0; n < 2; n++) {
    await using emulator = await createEmulator()
    keys.push((await emulator.createEnvironment()).apiKey)
  }
  expect(keys[0]).not.toBe(keys[1])
})
