import { describe, expect, it } from 'vitest'
import type { HandlerDriver } from '../../src/testing.ts'
import { createWorld } from '../handler/world.ts'

const PASSWORD = 'lantern-quartz-meadow-42'
const PEOPLE = 8

type World = Awaited<ReturnType<typeof createWorld>>

async function people(world: World, company: string) {
  const emails = Array.from({ length: PEOPLE }, (_, index) => `person-${index}@${company}.example`)
  return Promise.all(
    emails.map(async (email) => {
      const { id } = await world.client.createUser({ email, password: PASSWORD, emailVerified: true })
      const organization = await world.client.createOrganization({ name: `Of ${email}` })
      await world.client.createOrganizationMembership({ organizationId: organization.id, userId: id })
      const driver = world.driver()
      await driver.open('sign-in')
      await driver.act('password', { email, password: PASSWORD })
      return { email, driver }
    }),
  )
}

const bodyOf = async (driver: HandlerDriver, path: string) => (await driver.send('GET', path)).text()

describe('one process for many people', () => {
  it('G9 tells each of 16 people of two apps about themselves only, however their requests interleave', async () => {
    const orchard = await createWorld()
    await using _orchard = orchard.emulator
    const harbour = await createWorld({ cookieSecret: 'Zr5Vw8yB2eHkMnQsTvXzA1cFgJpLoUiD' })
    await using _harbour = harbour.emulator
    const everybody = (await Promise.all([people(orchard, 'orchard'), people(harbour, 'harbour')])).flat()
    const paths = ['/session', '/me', '/organizations', '/sessions', '/flow?kind=sign-in']
    const askEverybody = () =>
      Promise.all(
        everybody.flatMap(({ email, driver }) =>
          paths.map(async (path) => ({ email, path, body: await bodyOf(driver, path) })),
        ),
      )
    // Once while nothing is known yet, once after everything could have been remembered.
    const responses = [...(await askEverybody()), ...(await askEverybody())]
    for (const { email, path, body } of responses) {
      const named = [...new Set(body.match(/person-\d+@\w+\.example/g) ?? [])]
      expect(
        named.filter((other) => other !== email),
        `${path} of ${email}`,
      ).toEqual([])
      if (path === '/session' || path === '/me') expect(named).toEqual([email])
    }
  })

  it('G9 takes no session of one app for one of another', async () => {
    const orchard = await createWorld()
    await using _orchard = orchard.emulator
    const harbour = await createWorld({ cookieSecret: 'Zr5Vw8yB2eHkMnQsTvXzA1cFgJpLoUiD' })
    await using _harbour = harbour.emulator
    const [person] = await people(orchard, 'orchard')
    const stranger = harbour.driver()
    for (const name of person?.driver.jar.names() ?? []) {
      stranger.jar.set(name, person?.driver.jar.get(name) ?? '')
    }
    expect(await person?.driver.signedInAs()).toBe(person?.email)
    expect(await stranger.signedInAs()).toBeUndefined()
  })

  it('G9 signs one person out without touching the next', async () => {
    const world = await createWorld()
    await using _ = world.emulator
    const [first, ...others] = await people(world, 'orchard')
    await first?.driver.signOut()
    expect(await first?.driver.signedInAs()).toBeUndefined()
    for (const { email, driver } of others) expect(await driver.signedInAs()).toBe(email)
  })
})
