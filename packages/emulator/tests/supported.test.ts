import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { describeSeed } from '../src/emulator/seed/describe-seed.ts'
import { SeedSchema } from '../src/emulator/seed/seed-schema.ts'
import { DATA_SOURCES } from '../src/emulator/supported/data-sources.ts'
import { describeSupport } from '../src/emulator/supported/describe-support.ts'
import { operations } from '../src/engine/web/api/operations.ts'
import { REACHABLE, REFUSALS } from './authenticate-refusals.ts'
import { callerFor, start } from './fixture.ts'

const { emulator } = await start({ autoConsent: true })
afterAll(() => emulator.close())
const fresh = async () => callerFor(emulator, await emulator.createEnvironment())

const folder = join(import.meta.dirname, '..')

it('SUPPORTED.md says what there is', async () => {
  await expect(describeSupport(operations, REACHABLE)).toMatchFileSnapshot(join(folder, 'SUPPORTED.md'))
})

it('names only operations and seed keys that there are', () => {
  const ids = new Set(operations.map(({ id }) => id))
  const keys = new Set(Object.keys(SeedSchema.entries))
  for (const { api, seed } of DATA_SOURCES) {
    if (api !== undefined) expect(ids).toContain(api)
    if (seed !== undefined) expect(keys).toContain(seed)
  }
  expect([...keys].filter((key) => !DATA_SOURCES.some(({ seed }) => seed === key))).toEqual([])
})

it('publishes the JSON schema of the seed file, in the package and over HTTP', async () => {
  const text = `${JSON.stringify(describeSeed(), null, 2)}\n`
  await expect(text).toMatchFileSnapshot(join(folder, 'seed.schema.json'))
  const served = await emulator.fetch(`${emulator.url}/seed.schema.json`)
  expect(await served.json()).toEqual(JSON.parse(readFileSync(join(folder, 'seed.schema.json'), 'utf8')))
})

describe('authenticate refuses with', () => {
  it.each(REFUSALS)('$code', async ({ code, status, server, bring }) => {
    const caller = server === undefined ? await fresh() : await start(server)
    if (bring === undefined) {
      const body = { code, message: 'By a fault rule.' }
      await caller.environment.faults.add({ operation: 'authenticate', respond: { status, body } }).stored
    }
    const response =
      bring === undefined ? await caller.authenticate({ grant_type: 'password' }) : await bring(caller)
    expect({ status: response.status, code: response.body.code ?? response.body.error }).toEqual({
      status,
      code,
    })
    if (server !== undefined) await caller.emulator.close()
  })
})
