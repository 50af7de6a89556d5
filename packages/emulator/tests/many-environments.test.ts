import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { createEnvironments } from '../src/emulator/environment/environments.ts'
import { systemClock } from '../src/engine/base/clock.ts'
import { createUser } from '../src/engine/domain/accounts/create-user.ts'
import { findUserByEmail } from '../src/engine/domain/users/find-user.ts'
import { folderStorage, memoryStorage } from '../src/engine/storage/storage.ts'
import { DEFAULT_API_KEY, DEFAULT_CLIENT_ID } from '../src/index.ts'
import { start } from './fixture.ts'

const root = mkdtempSync(join(tmpdir(), 'latchkey-many-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const CONFIG = {
  baseUrl: 'http://localhost',
  cost: 'test',
  limits: 'off',
  faults: true,
  autoConsent: false,
  strict: true,
  deterministic: undefined,
  defaultCredentials: { clientId: DEFAULT_CLIENT_ID, apiKey: DEFAULT_API_KEY, name: 'default' },
  delivery: undefined,
} as const

let time = 0
let folder = 0
beforeEach(() => {
  time = 0
  folder++
})
const minutesPass = (minutes: number) => {
  time += minutes * 60_000
}
const inFolder = () =>
  createEnvironments(CONFIG, folderStorage(join(root, String(folder))), systemClock, () => time)
const openNames = (environments: ReturnType<typeof inFolder>) => environments.open().map(({ name }) => name)

describe('R12: environments in a folder', () => {
  it('are closed when no request has used them for several minutes, and opened again by the next request', async () => {
    const environments = inFolder()
    await environments.openDefault()
    const one = await environments.add('one')
    await one.storage.durably(() => createUser(one, { email: 'nadia@orchard.example' }))
    await environments.add('two')
    expect(openNames(environments)).toEqual(['default', 'one', 'two'])
    minutesPass(4)
    await environments.byApiKey(one.apiKey)
    minutesPass(4)
    await environments.closeIdle()
    expect(openNames(environments)).toEqual(['default', 'one'])
    minutesPass(10)
    await environments.closeIdle()
    expect(openNames(environments)).toEqual(['default'])
    expect((await environments.list()).map(({ name }) => name)).toEqual(['default', 'one', 'two'])
    const again = await Promise.all([1, 2, 3].map(() => environments.byApiKey(one.apiKey)))
    expect(new Set(again).size).toBe(1)
    expect(again[0] && (await findUserByEmail(again[0], 'nadia@orchard.example'))).toBeDefined()
    await environments.close()
  })

  it('stay open while work is in progress or a program keeps them open', async () => {
    const environments = inFolder()
    await environments.openDefault()
    const held = await environments.create({ name: 'held' })
    const busy = await environments.add('busy')
    let finish = () => {}
    const work = busy.storage.durably(
      () =>
        new Promise<void>((resolve) => {
          finish = resolve
        }),
    )
    minutesPass(60)
    await environments.closeIdle()
    expect(openNames(environments)).toEqual(['default', 'held', 'busy'])
    finish()
    await work
    minutesPass(60)
    await environments.closeIdle()
    expect(openNames(environments)).toEqual(['default', 'held'])
    await held.close()
    expect(openNames(environments)).toEqual(['default'])
    await environments.close()
  })

  it('are not opened at startup, and at most a hundred are open at once', async () => {
    const environments = inFolder()
    await environments.openDefault()
    for (let n = 0; n < 120; n++) await environments.add(`environment ${n}`)
    expect(environments.open().length).toBeLessThanOrEqual(101)
    expect(await environments.list()).toHaveLength(121)
    await environments.close()
    const next = inFolder()
    await next.openDefault()
    expect(openNames(next)).toEqual(['default'])
    expect(await next.list()).toHaveLength(121)
    const seen: string[] = []
    for await (const { name } of next.each()) seen.push(name)
    expect(new Set(seen).size).toBe(121)
    await next.close()
  })

  it('are deleted together with their data', async () => {
    const environments = inFolder()
    await environments.openDefault()
    const gone = await environments.add('gone')
    expect(await environments.delete(gone.clientId)).toBe(true)
    expect(await environments.delete(gone.clientId)).toBe(false)
    expect(await environments.byApiKey(gone.apiKey)).toBeUndefined()
    await environments.close()
    expect(await folderStorage(join(root, String(folder))).names()).not.toContain(gone.clientId)
  })
})

it('R12: environments in memory stay open because their data is stored nowhere else', async () => {
  const environments = createEnvironments(CONFIG, memoryStorage(), systemClock, () => time)
  await environments.openDefault()
  const one = await environments.add('one')
  minutesPass(60)
  await environments.closeIdle()
  expect(await environments.byApiKey(one.apiKey)).toBe(one)
  await environments.close()
})

it('R12: a request waits only for the environment that it names', async () => {
  const dir = join(root, `touched-${folder}`)
  const caller = await start({ storage: { dir } })
  const other = await caller.emulator.createEnvironment()
  // Starts a long task in another environment.
  const elsewhere = other.seed({
    users: Array.from({ length: 2000 }, (_, n) => ({ email: `u${n}@orchard.example` })),
  })
  let isDone = false
  const done = elsewhere.then(() => {
    isDone = true
  })
  expect((await caller.call('GET', '/_emulator/settings')).status).toBe(200)
  expect(isDone).toBe(false)
  await done
  await caller.emulator.close()
})
