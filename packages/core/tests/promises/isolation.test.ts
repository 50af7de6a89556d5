import { describe, expect, it } from 'vitest'
import type { HandlerDriver } from '../../src/testing.ts'
import { createFixture } from '../handler/fixture.ts'

const PASSWORD = 'lantern-quartz-meadow-42'
const USERS = 8

type Fixture = Awaited<ReturnType<typeof createFixture>>

async function users(fixture: Fixture, company: string) {
  const emails = Array.from({ length: USERS }, (_, index) => `person-${index}@${company}.example`)
  return Promise.all(
    emails.map(async (email) => {
      const { id } = await fixture.client.createUser({ email, password: PASSWORD, emailVerified: true })
      const organization = await fixture.client.createOrganization({ name: `Of ${email}` })
      await fixture.client.createOrganizationMembership({ organizationId: organization.id, userId: id })
      const driver = fixture.driver()
      await driver.open('sign-in')
      await driver.act('password', { email, password: PASSWORD })
      return { email, driver }
    }),
  )
}

const bodyOf = async (driver: HandlerDriver, path: string) => (await driver.send('GET', path)).text()

describe('one process for many users', () => {
  it('G9 returns only their own data to each of 16 users of two apps, in any order of requests', async () => {
    const orchard = await createFixture()
    await using _orchard = orchard.emulator
    const harbour = await createFixture({ cookieSecret: 'Zr5Vw8yB2eHkMnQsTvXzA1cFgJpLoUiD' })
    await using _harbour = harbour.emulator
    const allUsers = (await Promise.all([users(orchard, 'orchard'), users(harbour, 'harbour')])).flat()
    const paths = ['/session', '/me', '/organizations', '/sessions', '/flow?kind=sign-in']
    const requestAsEveryone = () =>
      Promise.all(
        allUsers.flatMap(({ email, driver }) =>
          paths.map(async (path) => ({ email, path, body: await bodyOf(driver, path) })),
        ),
      )
    // The first round runs with empty caches, and the second one with everything that could be cached.
    const responses = [...(await requestAsEveryone()), ...(await requestAsEveryone())]
    for (const { email, path, body } of responses) {
      const named = [...new Set(body.match(/person-\d+@\w+\.example/g) ?? [])]
      expect(
        named.filter((other) => other !== email),
        `${path} of ${email}`,
      ).toEqual([])
      if (path === '/session' || path === '/me') expect(named).toEqual([email])
    }
  })

  it('G9 accepts no session of another app', async () => {
    const orchard = await createFixture()
    await using _orchard = orchard.emulator
    const harbour = await createFixture({ cookieSecret: 'Zr5Vw8yB2eHkMnQsTvXzA1cFgJpLoUiD' })
    await using _harbour = harbour.emulator
    const [user] = await users(orchard, 'orchard')
    const stranger = harbour.driver()
    for (const name of user?.driver.jar.names() ?? []) {
      stranger.jar.set(name, user?.driver.jar.get(name) ?? '')
    }
    expect(await user?.driver.signedInAs()).toBe(user?.email)
    expect(await stranger.signedInAs()).toBeUndefined()
  })

  it('G9 signs one user out without affecting the next one', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const [first, ...others] = await users(fixture, 'orchard')
    await first?.driver.signOut()
    expect(await first?.driver.signedInAs()).toBeUndefined()
    for (const { email, driver } of others) expect(await driver.signedInAs()).toBe(email)
  })
})
