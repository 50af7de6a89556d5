import { describe, expect, it } from 'vitest'
import type { AuthHandlerOptions, HandlerEvent } from '../../src/server.ts'
import { ConfigError, createAuthHandler, memoryCoordinator } from '../../src/server.ts'
import { appOrigin, cookieSecret, createFixture } from './fixture.ts'
import { advance, MINUTE, PASSWORD } from './signed-in-fixture.ts'

const EMAIL = 'nadia@orchard.example'
const METADATA = { plan: 'team', note: 'Pays late.' }

async function signedIn(
  userFields: AuthHandlerOptions['userFields'],
  metadata: Record<string, string> = METADATA,
  options: Parameters<typeof createFixture>[0] = {},
) {
  const events: HandlerEvent[] = []
  const fixture = await createFixture({ userFields, onEvent: (event) => events.push(event), ...options })
  const { client, emulator, handler, driver: browser } = fixture
  const user = await client.createUser({
    email: EMAIL,
    password: PASSWORD,
    emailVerified: true,
    externalId: 'customer-7',
    metadata,
  })
  const driver = browser()
  await driver.open('sign-in')
  await driver.act('password', { email: EMAIL, password: PASSWORD })
  const headers = () => new Headers({ cookie: driver.jar.header() ?? '' })
  /** Returns the user on the server and the user in the page. */
  async function users() {
    const { auth } = await handler.resolve({ headers: headers() })
    const response = await handler.handle(new Request(`${appOrigin}/auth/session`, { headers: headers() }))
    const page = ((await response.json()) as { user: Record<string, unknown> }).user
    return [auth.status === 'signed-in' ? auth.user : undefined, page]
  }
  return { ...fixture, emulator, driver, user, users, events, headers }
}

describe('RE-7: the metadata and the external ID of the user of a session', () => {
  it('are absent unless the app requests them', async () => {
    const fixture = await signedIn(undefined)
    await using _ = fixture.emulator
    for (const user of await fixture.users()) {
      expect(user).toMatchObject({ email: EMAIL })
      expect(user).not.toHaveProperty('externalId')
      expect(user).not.toHaveProperty('metadata')
    }
    expect(JSON.stringify(await fixture.users())).not.toContain('Pays late.')
  })

  it('are present if the app requests them, with only the named keys', async () => {
    const fixture = await signedIn({ externalId: true, metadata: ['plan', 'region', 'constructor'] })
    await using _ = fixture.emulator
    for (const user of await fixture.users())
      expect(user).toMatchObject({ externalId: 'customer-7', metadata: { plan: 'team' } })
    const [server, page] = await fixture.users()
    expect(page).toEqual(server)
    expect(Object.keys(server?.metadata ?? {})).toEqual(['plan'])
  })

  it('can be requested separately', async () => {
    for (const [userFields, has, lacks] of [
      [{ externalId: true }, { externalId: 'customer-7' }, 'metadata'],
      [{ metadata: ['plan'] }, { metadata: { plan: 'team' } }, 'externalId'],
      [{ metadata: ['region'] }, { metadata: {} }, 'externalId'],
    ] as const) {
      const fixture = await signedIn(userFields)
      await using _ = fixture.emulator
      for (const user of await fixture.users()) {
        expect(user).toMatchObject(has)
        expect(user).not.toHaveProperty(lacks)
      }
    }
  })

  it.each([
    [
      'a key',
      { externalId: true, metadata: ['note'] },
      { externalId: 'customer-7', metadata: { note: 'Pays late.' } },
    ],
    ['all keys', { externalId: true }, { externalId: 'customer-7' }],
    ['the external ID', { metadata: ['plan', 'note'] }, { metadata: METADATA }],
    ['everything', undefined, {}],
    [
      'nothing, and names a key that was not stored',
      { externalId: true, metadata: ['plan', 'note', 'x'] },
      {
        externalId: 'customer-7',
        metadata: METADATA,
      },
    ],
  ] as const)(
    'A16: reach neither the server nor the page after the app removed %s, before the next refresh too',
    async (_name, userFields, remaining) => {
      const fixture = await signedIn({ externalId: true, metadata: ['plan', 'note'] })
      await using _ = fixture.emulator
      const { client, clock, headers } = fixture
      const deployed = createAuthHandler({ client, clock, appOrigin, cookieSecret, userFields })
      const { id, email, emailVerified, createdAt } = fixture.user
      const expected = {
        ...{ id, email, emailVerified, createdAt, firstName: null, lastName: null, profilePictureUrl: null },
        ...remaining,
      }
      for (let turn = 0; turn < 2; turn += 1) {
        expect((await deployed.resolve({ headers: headers() })).auth).toMatchObject({ user: expected })
        const request = new Request(`${appOrigin}/auth/session`, { headers: headers() })
        expect(((await (await deployed.handle(request)).json()) as { user: object }).user).toEqual(expected)
      }
    },
  )

  it('A16: of a session that another instance refreshed with earlier options are left out', async () => {
    const coordinator = memoryCoordinator()
    const fixture = await signedIn({ metadata: ['plan', 'note'] }, METADATA, { coordinator })
    await using _ = fixture.emulator
    const { client, clock, handler, headers } = fixture
    const deployed = createAuthHandler({
      ...{ client, clock, appOrigin, cookieSecret, coordinator },
      userFields: { metadata: ['plan'] },
    })
    await advance(fixture, 6 * MINUTE)
    await handler.resolve({ headers: headers() })
    const { auth } = await deployed.resolve({ headers: headers() })
    expect(auth).toMatchObject({ status: 'signed-in', user: { metadata: { plan: 'team' } } })
    expect(JSON.stringify(auth)).not.toContain('Pays late.')
  })

  it('change with the next refresh, and with the profile', async () => {
    const fixture = await signedIn({ externalId: true, metadata: ['plan'] })
    await using _ = fixture.emulator
    const { client, driver, user } = fixture
    await client.updateUser({ userId: user.id, metadata: { plan: 'enterprise' } })
    expect((await fixture.users())[0]).toMatchObject({ metadata: { plan: 'team' } })
    await advance(fixture, 6 * MINUTE)
    expect(await driver.signedInAs()).toBe(EMAIL)
    expect((await fixture.users())[0]).toMatchObject({ metadata: { plan: 'enterprise' } })
    await client.updateUser({ userId: user.id, externalId: 'customer-8' })
    const response = await driver.send('PATCH', '/me', { firstName: 'Nadia' })
    expect(((await response.json()) as { user: object }).user).toMatchObject({ externalId: 'customer-8' })
    expect((await fixture.users())[0]).toMatchObject({ externalId: 'customer-8', firstName: 'Nadia' })
  })

  it('are also available for the user of an access token', async () => {
    const fixture = await signedIn({ externalId: true, metadata: ['plan'] }, METADATA, { bearer: true })
    await using _ = fixture.emulator
    const outcome = await fixture.client.authenticateWithPassword({ email: EMAIL, password: PASSWORD })
    if (outcome.status !== 'complete') throw new Error(outcome.status)
    const headers = new Headers({ authorization: `Bearer ${outcome.tokens.accessToken}` })
    const { auth } = await fixture.handler.resolve({ headers })
    expect(auth).toMatchObject({ user: { externalId: 'customer-7', metadata: { plan: 'team' } } })
  })

  it.each(['cookie', 'authorization'])(
    'G9: are not affected in later requests if one request modifies them: %s',
    async (name) => {
      const fixture = await signedIn({ metadata: ['plan'] }, METADATA, { bearer: true })
      await using _ = fixture.emulator
      const outcome = await fixture.client.authenticateWithPassword({ email: EMAIL, password: PASSWORD })
      if (outcome.status !== 'complete') throw new Error(outcome.status)
      const bearer = new Headers({ authorization: `Bearer ${outcome.tokens.accessToken}` })
      const headers = name === 'cookie' ? fixture.headers() : bearer
      // The first request caches the session.
      for (let request = 0; request < 3; request += 1) {
        const { auth } = await fixture.handler.resolve({ headers })
        if (auth.status !== 'signed-in') throw new Error(auth.status)
        expect(auth.user.metadata).toEqual({ plan: 'team' })
        Object.assign(auth.user.metadata ?? {}, { plan: 'enterprise', isAdmin: 'true' })
      }
    },
  )

  it('are not shown to other members', async () => {
    const fixture = await signedIn({ externalId: true, metadata: ['plan'] })
    await using _ = fixture.emulator
    const { client, driver, user } = fixture
    const { id: organizationId } = await client.createOrganization({ name: 'Orchard' })
    await client.createOrganizationMembership({ organizationId, userId: user.id, roleSlug: 'admin' })
    await driver.send('POST', '/organization/switch', { organizationId })
    const text = await (await driver.send('GET', '/members')).text()
    expect(text).toContain(EMAIL)
    expect(text).not.toMatch(/customer-7|team/)
  })

  it('are omitted in the order of the option and reported if they do not fit into the cookie', async () => {
    const long = (letter: string) => letter.repeat(450)
    const metadata = { a: long('a'), b: long('b'), c: long('c'), d: 'short' }
    const fixture = await signedIn({ metadata: ['a', 'b', 'c', 'd'] }, metadata)
    await using _ = fixture.emulator
    const [user] = await fixture.users()
    expect(Object.keys(user?.metadata ?? {})).toEqual(['a', 'b', 'd'])
    expect(fixture.events).toContainEqual(
      expect.objectContaining({
        type: 'failed',
        code: 'user_fields_too_large',
        setting: 'userFields',
        got: 'c',
      }),
    )
    expect(JSON.stringify(fixture.events)).not.toContain(long('a'))
  })

  it.each([
    [['metadata'], 'must be an object'],
    ['metadata', 'must be an object'],
    [{ metadata: true }, 'metadata'],
    [{ metadata: 'plan' }, 'metadata'],
    [{ metadata: [''] }, 'metadata'],
    [{ metadata: Array.from({ length: 11 }, (_, index) => `k${index}`) }, '10'],
    [{ externalId: 'yes' }, 'externalId'],
    [{ locale: true }, 'locale'],
  ])('cannot be requested with %j, with an error that names the option', async (userFields, word) => {
    const { client, emulator } = await createFixture()
    await using _ = emulator
    const make = () => createAuthHandler({ client, appOrigin, cookieSecret, userFields: userFields as never })
    expect(make).toThrow(ConfigError)
    expect(make).toThrow(expect.objectContaining({ option: 'userFields' }))
    expect(make).toThrow(word)
  })
})
