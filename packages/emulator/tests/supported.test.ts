import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { describeSeed } from '../src/emulator/seed/describe-seed.ts'
import { SeedSchema } from '../src/emulator/seed/seed-schema.ts'
import { DATA_SOURCES } from '../src/emulator/supported/data-sources.ts'
import { describeSupport } from '../src/emulator/supported/describe-support.ts'
import { operations } from '../src/engine/web/api/operations.ts'
import { REACHABLE, REFUSALS } from './authenticate-refusals.ts'
import { callerFor, start } from './fixture.ts'
import { NOT_EMULATED } from './not-emulated.ts'

const { emulator } = await start({ autoConsent: true })
afterAll(() => emulator.close())
const fresh = async () => callerFor(emulator, await emulator.createEnvironment())

const folder = join(import.meta.dirname, '..')

const HOW = 'To write it again: vitest -u run packages/emulator/tests/supported.test.ts'

it('SUPPORTED.md lists what is implemented', async () => {
  const text = describeSupport(operations, REACHABLE, NOT_EMULATED)
  await expect(text, HOW).toMatchFileSnapshot(join(folder, 'SUPPORTED.md'))
})

it.each(NOT_EMULATED)('the emulator has no operation for: $what', async ({ path }) => {
  const { call } = await fresh()
  expect(await call('GET', path)).toMatchObject({ status: 501, body: { code: 'not_emulated' } })
})

it('the list of data sources names only operations and seed keys that exist', () => {
  const ids = new Set(operations.map(({ id }) => id))
  const keys = new Set(Object.keys(SeedSchema.entries))
  for (const { api, seed } of DATA_SOURCES) {
    if (api !== undefined) expect(ids).toContain(api)
    if (seed !== undefined) expect(keys).toContain(seed)
  }
  expect([...keys].filter((key) => !DATA_SOURCES.some(({ seed }) => seed === key))).toEqual([])
})

it('the JSON schema of the seed file is published in the package and over HTTP', async () => {
  const schema = describeSeed()
  const text = `${JSON.stringify(schema, null, 2)}\n`
  await expect(text, HOW).toMatchFileSnapshot(join(folder, 'seed.schema.json'))
  const served = await emulator.fetch(`${emulator.url}/seed.schema.json`)
  expect(await served.json()).toEqual(JSON.parse(JSON.stringify(schema)))
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
