import { expect, inject, it } from 'vitest'
import { createEmulator } from '../src/index.ts'
import { callerFor, PASSWORD, start, verifiedUser } from './fixture.ts'

const url = inject('postgres')

it('E4 keeps users, keys and environments across a restart', async () => {
  const storage = { postgres: `${url}/postgres` }
  const first = await start({ storage })
  await verifiedUser(first, 'nadia@orchard.example')
  const [key] = (await first.environment.keys.jwks()).keys
  const other = await first.emulator.createEnvironment({
    seed: { users: [{ email: 'other@orchard.example' }] },
  })
  await first.emulator.close()

  const emulator = await createEmulator({ storage })
  const second = callerFor(emulator, emulator.default)
  expect((await second.environment.keys.jwks()).keys).toEqual([key])
  const session = await second.authenticate({
    grant_type: 'password',
    email: 'nadia@orchard.example',
    password: PASSWORD,
  })
  expect(session.status).toBe(200)
  const users = await second.call('GET', '/user_management/users', undefined, {
    authorization: `Bearer ${other.apiKey}`,
  })
  expect(users.body.data).toHaveLength(1)
  await emulator.close()
})
