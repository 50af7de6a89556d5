import { describe, expect, it } from 'vitest'
import { createAuthHandler, memoryCoordinator } from '../../src/server.ts'
import { type HandlerDriver, handlerDriver } from '../../src/testing.ts'
import { appOrigin, cookieSecret, createFixture } from './fixture.ts'
import { PASSWORD } from './signed-in-fixture.ts'

type Options = NonNullable<Parameters<typeof createFixture>[0]>

/** The maximum number of guesses that are evaluated in ten minutes. */
const MOST = 20

/** A user, and the guesses that the API received. */
async function guessedFixture(options: Options = {}) {
  const evaluated: string[] = []
  const transport: { response?: () => Promise<Response> } = {}
  const fixture = await createFixture(options, (send) => async (input, init) => {
    const request = new Request(input, init)
    const body = request.method === 'POST' ? await request.clone().text() : ''
    const isGuess =
      /mfa-totp|email-verification:code/.test(body) ||
      /\/auth\/challenges\/[^/]+\/verify|\/email_change\/confirm/.test(request.url)
    if (!isGuess) return send(request)
    evaluated.push(body)
    return transport.response ? transport.response() : send(request)
  })
  const user = await fixture.client.createUser({
    email: 'nadia@orchard.example',
    password: PASSWORD,
    emailVerified: true,
  })
  return { ...fixture, user, evaluated, transport }
}

type Fixture = Awaited<ReturnType<typeof guessedFixture>>

async function withFactor(fixture: Fixture) {
  const driver = fixture.driver()
  await driver.open('sign-in')
  await driver.act('password', { email: fixture.user.email, password: PASSWORD })
  await driver.enrollTotp(() => fixture.control.totp(fixture.user.id))
  await driver.signOut()
  // Moves to another time step, because each code is accepted once.
  await fixture.emulator.default.clock.advance({ seconds: 60 })
  fixture.evaluated.length = 0
}

async function toChallenge(fixture: Fixture, driver: HandlerDriver = fixture.driver()) {
  await driver.open('sign-in')
  await driver.act('password', { email: fixture.user.email, password: PASSWORD })
  expect(await driver.step()).toBe('mfa-challenge')
  return driver
}

/** A code that is currently wrong. */
async function wrongCode(fixture: Fixture, turn = 0) {
  const right = Number(await fixture.control.totp(fixture.user.id))
  return String((right + 100_000 + turn) % 1_000_000).padStart(6, '0')
}

describe('wrong codes of a second factor', () => {
  const WAYS: Record<string, (fixture: Fixture, driver: HandlerDriver) => Promise<HandlerDriver>> = {
    'one challenge': async (_fixture, driver) => driver,
    'new challenges': async (_fixture, driver) => {
      await driver.act('mfa-challenge', {})
      return driver
    },
    'new sign-ins with the password': (fixture, driver) => toChallenge(fixture, driver),
    'other browsers': (fixture) => toChallenge(fixture),
    'other instances': (fixture) => {
      const { client, clock, emulator, coordinator } = { ...fixture, coordinator: shared.get(fixture) }
      const handler = createAuthHandler({ client, appOrigin, cookieSecret, clock, coordinator })
      return toChallenge(fixture, handlerDriver({ handler, mode: 'json', fetch: emulator.fetch }))
    },
    'other network addresses': async (_fixture, driver) => {
      address = `203.0.113.${Math.floor(performance.now()) % 256}`
      return driver
    },
  }
  const shared = new Map<Fixture, ReturnType<typeof memoryCoordinator>>()
  let address = '203.0.113.1'

  it.each(Object.entries(WAYS))('S-02, N8: are limited per user across %s', async (_name, next) => {
    const coordinator = memoryCoordinator()
    const fixture = await guessedFixture({ coordinator, clientAddress: () => address })
    await using _ = fixture.emulator
    shared.set(fixture, coordinator)
    await withFactor(fixture)
    let driver = await toChallenge(fixture)
    for (let turn = 0; turn < 30; turn += 1) {
      await driver.act('mfa-verify', { code: await wrongCode(fixture, turn) })
      driver = await next(fixture, driver)
    }
    expect(fixture.evaluated.length).toBeGreaterThan(4)
    expect(fixture.evaluated.length).toBeLessThanOrEqual(MOST)
  })

  it('S-02: cause a correct code to be refused, too, with a clear step and a time, until the window ends', async () => {
    const fixture = await guessedFixture()
    await using _ = fixture.emulator
    await withFactor(fixture)
    let driver = await toChallenge(fixture)
    for (let turn = 0; turn < 12; turn += 1) {
      await driver.act('mfa-verify', { code: await wrongCode(fixture, turn) })
      if (turn % 4 === 3) driver = await toChallenge(fixture)
    }
    await driver.act('mfa-verify', { code: await fixture.control.totp(fixture.user.id) })
    expect([await driver.step(), await driver.errorCode()]).toEqual(['mfa-challenge', 'too_many_attempts'])
    expect(await driver.signedInAs()).toBeUndefined()
    await toChallenge(fixture, driver)
    const refused = await driver.send('POST', '/sign-in/mfa/verify', {
      flow: flowOf(driver),
      code: await fixture.control.totp(fixture.user.id),
    })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(500)
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(600)
    await fixture.emulator.default.clock.advance({ minutes: 10 })
    await toChallenge(fixture, driver)
    await driver.act('mfa-verify', { code: await fixture.control.totp(fixture.user.id) })
    expect([await driver.errorCode(), await driver.step()]).toEqual([undefined, 'complete'])
    expect(await driver.signedInAs()).toBe(fixture.user.email)
  })

  it('S-02: are limited even if they are sent at the same time', async () => {
    const fixture = await guessedFixture()
    await using _ = fixture.emulator
    await withFactor(fixture)
    const drivers = await Promise.all([1, 2, 3, 4, 5, 6].map(() => toChallenge(fixture)))
    const code = await wrongCode(fixture)
    await Promise.all(
      drivers.flatMap((driver) => [1, 2, 3, 4, 5].map(() => driver.act('mfa-verify', { code }))),
    )
    expect(fixture.evaluated.length).toBeLessThanOrEqual(MOST)
  })

  it('S-02: do not include correct codes, or codes that the API did not evaluate', async () => {
    const fixture = await guessedFixture()
    await using _ = fixture.emulator
    await withFactor(fixture)
    for (let turn = 0; turn < 12; turn += 1) {
      const driver = await toChallenge(fixture)
      await driver.act('mfa-verify', { code: await fixture.control.totp(fixture.user.id) })
      expect(await driver.signedInAs()).toBe(fixture.user.email)
      await fixture.emulator.default.clock.advance({ seconds: 30 })
    }
    for (const status of [429, 500, 503]) {
      fixture.transport.response = async () => Response.json({ message: 'later' }, { status })
      const driver = await toChallenge(fixture)
      for (let turn = 0; turn < 12; turn += 1) {
        await driver.act('mfa-verify', { code: '123456' })
        expect(await driver.errorCode()).not.toBe('too_many_attempts')
      }
    }
  })

  it('S-02: are counted per process while the coordinator is unavailable, and both are reported to the operator', async () => {
    const codes: string[] = []
    const away = () => Promise.reject(new Error('connection refused'))
    const fixture = await guessedFixture({
      coordinator: { ...memoryCoordinator(), count: away },
      onEvent: (event) => void codes.push(event.type === 'failed' ? event.code : event.type),
    })
    await using _ = fixture.emulator
    await withFactor(fixture)
    let driver = await toChallenge(fixture)
    for (let turn = 0; turn < 15; turn += 1) {
      await driver.act('mfa-verify', { code: await wrongCode(fixture, turn) })
      if (turn % 4 === 3) driver = await toChallenge(fixture)
    }
    expect(fixture.evaluated.length).toBeLessThanOrEqual(MOST)
    expect(codes).toContain('coordinator_unavailable')
    expect(codes).toContain('too_many_attempts')
  })

  it('S-02: do not lock out a user before the correct password was entered', async () => {
    const fixture = await guessedFixture()
    await using _ = fixture.emulator
    // Thirty wrong passwords from a stranger do not lock out the owner.
    const stranger = fixture.driver()
    for (let turn = 0; turn < 30; turn += 1) {
      await stranger.open('sign-in')
      await stranger.act('password', { email: fixture.user.email, password: `wrong-${turn}` })
    }
    const owner = fixture.driver()
    await owner.open('sign-in')
    await owner.act('password', { email: fixture.user.email, password: PASSWORD })
    expect(await owner.signedInAs()).toBe(fixture.user.email)
  })
})

/** The newest flow of the browser. Its cookies are named after flows and sorted from old to new. */
const flowOf = (driver: HandlerDriver) =>
  [...(driver.jar.header() ?? '').matchAll(/([0-9a-z]{7}[\w-]{12})=/g)]
    .map(([, id]) => id)
    .sort()
    .at(-1)

describe('wrong guesses in account settings', () => {
  async function signedIn(fixture: Fixture) {
    const driver = fixture.driver()
    await driver.open('sign-in')
    await driver.act('password', { email: fixture.user.email, password: PASSWORD })
    expect(await driver.signedInAs()).toBe(fixture.user.email)
    return driver
  }
  const status = async (response: Promise<Response>) => (await response).status

  it('S-02: of the current password are limited per user', async () => {
    const fixture = await guessedFixture()
    await using _ = fixture.emulator
    const driver = await signedIn(fixture)
    const change = (currentPassword: string) =>
      status(
        driver.send('POST', '/me/password', { currentPassword, newPassword: 'harbour-violet-canyon-77' }),
      )
    const statuses: number[] = []
    for (let turn = 0; turn < 25; turn += 1) statuses.push(await change(`not-this-one-${turn}`))
    expect(statuses.filter((one) => one === 401).length).toBeLessThanOrEqual(MOST)
    expect(await change(PASSWORD)).toBe(429)
    await signedIn(fixture)
  })

  it('S-02, N7: of the code for a new email address are limited per user, regardless of that address', async () => {
    const fixture = await guessedFixture()
    await using _ = fixture.emulator
    const driver = await signedIn(fixture)
    for (let turn = 0; turn < 30; turn += 1) {
      if (turn % 6 === 0) {
        const sent = await driver.send('POST', '/me/email/send', {
          newEmail: `new${turn % 12}@orchard.example`,
        })
        expect(sent.status).toBe(200)
      }
      await driver.send('POST', '/me/email/confirm', { code: String(100_000 + turn) })
    }
    expect(fixture.evaluated.length).toBeGreaterThan(4)
    expect(fixture.evaluated.length).toBeLessThanOrEqual(MOST)
  })

  it('S-02, N8: of the code for a new factor are limited per user, regardless of the factor', async () => {
    const fixture = await guessedFixture()
    await using _ = fixture.emulator
    const driver = await signedIn(fixture)
    let enrolled = { factorId: '', challengeId: '' }
    for (let turn = 0; turn < 30; turn += 1) {
      if (turn % 4 === 0)
        enrolled = (await (await driver.send('POST', '/me/factors', {})).json()) as typeof enrolled
      await driver.send('POST', '/me/factors/verify', { ...enrolled, code: String(100_000 + turn) })
    }
    expect(fixture.evaluated.length).toBeGreaterThan(4)
    expect(fixture.evaluated.length).toBeLessThanOrEqual(MOST)
  })
})
