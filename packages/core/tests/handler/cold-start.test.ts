import { expect, it } from 'vitest'
import { createFixture } from './fixture.ts'

it('allows sign-ins after a start that could not fetch the keys, as in a Worker, which cannot send requests at that time', async () => {
  let isStarting = true
  const fixture = await createFixture({}, (send) => async (input, init) => {
    if (isStarting && String(input).includes('/jwks/')) throw new Error('Disallowed within global scope.')
    return send(input, init)
  })
  await using _ = fixture.emulator
  const user = { email: 'nadia@orchard.example', password: 'lantern-quartz-meadow-42' }
  await fixture.client.createUser({ ...user, emailVerified: true })
  await fixture.handler.warm()
  isStarting = false
  const driver = fixture.driver()
  await driver.open('sign-in')
  await driver.act('password', user)
  expect([await driver.errorCode(), await driver.step()]).toEqual([undefined, 'complete'])
  expect(await driver.signedInAs()).toBe(user.email)
})
