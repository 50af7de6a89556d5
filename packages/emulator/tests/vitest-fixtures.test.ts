import { test as base, expect } from 'vitest'
import { withEmulator } from '../src/testing/vitest.ts'
import { callerFor, verifiedUser } from './fixture.ts'

const test = base.extend(withEmulator({ strict: true }))
const seen: string[] = []

for (const name of ['one', 'another']) {
  test(`the fixtures give ${name} test a separate environment on the same server`, async ({
    emulator,
    environment,
  }) => {
    await verifiedUser(callerFor(emulator, environment), 'same@orchard.example')
    expect(seen).not.toContain(environment.clientId)
    seen.push(environment.clientId)
  })
}

test('the environment is closed after the test', async ({ emulator }) => {
  const response = await emulator.fetch(`${emulator.url}/sso/jwks/${seen[0]}`)
  expect(response.status).toBe(404)
})
