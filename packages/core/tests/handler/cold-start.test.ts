import { expect, it } from 'vitest'
import { createWorld } from './world.ts'

it('signs in right after a start that could not fetch the keys, as in a Worker, which refuses to then', async () => {
  let isStarting = true
  const world = await createWorld({}, (send) => async (input, init) => {
    if (isStarting && String(input).includes('/jwks/')) throw new Error('Disallowed within global scope.')
    return send(input, init)
  })
  await using _ = world.emulator
  const person = { email: 'nadia@orchard.example', password: 'lantern-quartz-meadow-42' }
  await world.client.createUser({ ...person, emailVerified: true })
  await world.handler.warm()
  isStarting = false
  const driver = world.driver()
  await driver.open('sign-in')
  await driver.act('password', person)
  expect([await driver.errorCode(), await driver.step()]).toEqual([undefined, 'complete'])
  expect(await driver.signedInAs()).toBe(person.email)
})
