import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { CLEARED } from '../src/engine/storage/clear-tables.ts'
import { callerFor, signIn, start, verifiedUser } from './fixture.ts'

const dir = mkdtempSync(join(tmpdir(), 'latchkey-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

it('a reset clears every content table except the keys that sign tokens', async () => {
  const { emulator, environment } = await start()
  const tables = Object.keys(JSON.parse(Buffer.from(await environment.snapshot()).toString()))
  const cleared: readonly string[] = CLEARED
  const left = tables.filter((name) => !cleared.includes(name))
  expect(left.sort(), 'Add a new table to CLEARED in clear-tables.ts.').toEqual(['documents', 'signing_keys'])
  await emulator.close()
})

describe('a data folder', () => {
  it('E4 keeps users, sessions, keys and environments across a restart', async () => {
    const first = await start({ storage: { dir } })
    await verifiedUser(first, 'nadia@orchard.example')
    const { refresh_token } = await signIn(first, 'nadia@orchard.example')
    const [key] = (await first.environment.keys.jwks()).keys
    const other = callerFor(first.emulator, await first.emulator.createEnvironment())
    const otherUser = await verifiedUser(other, 'other@orchard.example')
    await first.emulator.close()

    const second = await start({ storage: { dir } })
    expect((await second.environment.keys.jwks()).keys).toEqual([key])
    expect((await second.authenticate({ grant_type: 'refresh_token', refresh_token })).status).toBe(200)
    const again = await second.call('GET', `/user_management/users/${otherUser}`, undefined, {
      authorization: `Bearer ${other.environment.apiKey}`,
    })
    expect(again.status).toBe(200)
    await second.emulator.close()
  })

  it('E3 keeps idempotency keys across a restart', async () => {
    const create = async () => {
      const caller = await start({ storage: { dir } })
      const { body } = await caller.call(
        'POST',
        '/user_management/users',
        { email: 'idem@orchard.example' },
        { 'idempotency-key': 'over-restarts' },
      )
      await caller.emulator.close()
      return body
    }
    expect(await create()).toEqual(await create())
  })

  it('S-02: allows no more guesses after a restart', async () => {
    const email = 'guessed@orchard.example'
    let compared = 0
    for (let n = 0; n < 4; n++) {
      const caller = await start({ storage: { dir } })
      await caller.call('POST', '/user_management/magic_auth', { email })
      for (let guess = 0; guess < 5; guess++) {
        const { body } = await caller.authenticate({
          grant_type: 'urn:workos:oauth:grant-type:magic-auth:code',
          email,
          code: 'no code',
        })
        if (body.code === 'invalid_one_time_code') compared++
      }
      await caller.emulator.close()
    }
    expect(compared).toBe(10)
  })

  it('E4 can be used by only one server at a time', async () => {
    const owner = await start({ storage: { dir } })
    await expect(start({ storage: { dir } })).rejects.toThrow('locked')
    await owner.emulator.close()
  })

  it('can be restored from a snapshot', async () => {
    const caller = await start({ storage: { dir } })
    const snapshot = await caller.environment.snapshot()
    await verifiedUser(caller, 'later@orchard.example')
    await caller.environment.restore(snapshot)
    const { body } = await caller.call('GET', '/user_management/users?email=later@orchard.example')
    expect(body.data).toEqual([])
    expect((await caller.call('GET', '/user_management/users')).body.data.length).toBeGreaterThan(0)
    await caller.emulator.close()
  })

  it('E4 keeps named snapshots across a restart, and opens after restoring one from an earlier release', async () => {
    const first = await start({ storage: { dir } })
    await first.call('POST', '/_emulator/snapshots', { name: 'before' })
    await verifiedUser(first, 'after@orchard.example')
    await first.emulator.close()

    const second = await start({ storage: { dir } })
    await second.call('POST', '/_emulator/snapshots', { name: 'before', restore: true })
    const { body } = await second.call('GET', '/user_management/users?email=after@orchard.example')
    expect(body.data).toEqual([])
    const snapshot = Buffer.from(await second.environment.snapshot()).toString()
    const [documents] = /"documents":\[.*?\]/.exec(snapshot) ?? []
    const earlier = documents?.replace(/("name":"schema","content":)"\d+"/, '$1"1"') ?? ''
    expect(earlier).not.toBe(documents)
    await second.environment.restore(Buffer.from(snapshot.replace(documents ?? '', () => earlier)))
    await second.emulator.close()

    const third = await start({ storage: { dir } })
    expect((await third.call('GET', '/user_management/users')).status).toBe(200)
    await third.emulator.close()
  })

  it('contains no password, code or token in plain text', async () => {
    const caller = await start({ storage: { dir } })
    await verifiedUser(caller, 'clear@orchard.example', { password: 'a very visible password' })
    const reset = await caller.call('POST', '/user_management/password_reset', {
      email: 'clear@orchard.example',
    })
    const bytes = Buffer.from(await caller.environment.snapshot()).toString('latin1')
    expect(bytes).toContain('clear@orchard.example')
    expect(bytes).not.toContain('a very visible password')
    expect(bytes).not.toContain(reset.body.password_reset_token)
    await caller.emulator.close()
  })
})
