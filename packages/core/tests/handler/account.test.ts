import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FlowPayload } from '../../src/index.ts'
import { takeAccountAction } from '../../src/server.ts'
import { signedInWorld } from './signed-in-world.ts'
import { appOrigin, createWorld } from './world.ts'

const PASSWORD = 'lantern-quartz-meadow-42'
const NEW_PASSWORD = 'harbour-violet-canyon-77'
const email = 'nadia@orchard.example'

type World = Awaited<ReturnType<typeof createWorld>>
type Reply = (request: Request, next: () => Promise<Response>) => Promise<Response>

/** A world whose service can be made to answer otherwise. */
async function watchedWorld(options: Parameters<typeof createWorld>[0] = {}) {
  const transport: { response?: Reply } = {}
  const world = await createWorld(options, (send) => async (input, init) => {
    const request = new Request(input, init)
    const next = () => send(request)
    return transport.response ? transport.response(request, next) : next()
  })
  return { ...world, transport }
}

const createPerson = (world: World, address = email) =>
  world.client.createUser({ email: address, password: PASSWORD, emailVerified: true })

async function signedIn(world: World, address = email) {
  const driver = world.driver()
  await driver.open('sign-in')
  await driver.act('password', { email: address, password: PASSWORD })
  expect(await driver.signedInAs()).toBe(address)
  return driver
}

const errorOf = async (response: Response) => ((await response.json()) as FlowPayload).error

async function sessionsOf(world: World, userId: string) {
  return (await world.client.listSessions({ userId })).data.map(({ id }) => id)
}

describe('a user who was deleted', () => {
  it.each([
    ['GET', undefined],
    ['PATCH', { firstName: 'Nadia' }],
  ])('KIT-12: is signed out by %s /me, and stays signed in while the API is down', async (method, fields) => {
    const world = await watchedWorld()
    await using _ = world.emulator
    const user = await createPerson(world)
    const driver = await signedIn(world)
    world.transport.response = async () => Response.json({ message: 'later' }, { status: 503 })
    expect((await driver.send(method, '/me', fields)).status).toBe(503)
    world.transport.response = undefined
    expect(await driver.signedInAs()).toBe(email)
    await world.client.deleteUser({ userId: user.id })
    const response = await driver.send(method, '/me', fields)
    expect([response.status, (await errorOf(response))?.code]).toEqual([401, 'reauthentication_required'])
    expect(await driver.signedInAs()).toBeUndefined()
    expect(driver.jar.names()).not.toContain(world.handler.cookieNames.session)
  })
})

describe('the same-origin check of the handler', () => {
  it('S-15: is there for the routes of the app', async () => {
    const world = await watchedWorld({ trustedOrigins: ['https://admin.example.com'] })
    await using _ = world.emulator
    const from = (headers: Record<string, string>) =>
      world.handler.isSameOrigin(new Request(`${world.handler.appOrigin}/pay`, { method: 'POST', headers }))
    expect(from({ origin: world.handler.appOrigin })).toBe(true)
    expect(from({ origin: 'https://admin.example.com', 'sec-fetch-site': 'same-site' })).toBe(true)
    expect(from({ 'sec-fetch-site': 'same-origin' })).toBe(true)
    expect(from({ origin: 'https://evil.example' })).toBe(false)
    expect(from({ origin: world.handler.appOrigin, 'sec-fetch-site': 'cross-site' })).toBe(false)
    expect(from({})).toBe(false)
  })
})

describe('a new password', () => {
  const fields = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }

  it('A7 ends the other sessions, and none more is left over from asking for the old one', async () => {
    const world = await watchedWorld()
    await using _ = world.emulator
    const user = await createPerson(world)
    await signedIn(world)
    const driver = await signedIn(world)
    expect((await driver.send('POST', '/me/password', fields)).status).toBe(200)
    expect(await sessionsOf(world, user.id)).toHaveLength(1)
    expect(await driver.signedInAs()).toBe(email)
  })

  it.each([
    [
      'the old one is wrong (KIT-12)',
      { ...fields, currentPassword: 'not-the-old-one-1' },
      'current_password_incorrect',
    ],
    ['the old one is missing', { newPassword: NEW_PASSWORD }, 'password_required'],
    ['the new one is missing', { currentPassword: PASSWORD }, 'password_required'],
  ])('A11 is not taken when %s', async (_name, given, code) => {
    const world = await watchedWorld()
    await using _ = world.emulator
    const user = await createPerson(world)
    const driver = await signedIn(world)
    expect(await errorOf(await driver.send('POST', '/me/password', given))).toMatchObject({ code })
    expect(await sessionsOf(world, user.id)).toHaveLength(1)
    await signedIn(world)
  })

  it.each([
    { error: 'sso_required', connection_ids: ['conn_1'], email },
    { code: 'email_password_auth_disabled', message: 'Passwords are off.' },
  ])('A11 is not stored when all that the API says of the old one is %j', async (body) => {
    const world = await watchedWorld()
    await using _ = world.emulator
    await createPerson(world)
    const driver = await signedIn(world)
    world.transport.response = async (request, next) =>
      request.url.endsWith('/authenticate') ? Response.json(body, { status: 403 }) : next()
    const response = await driver.send('POST', '/me/password', fields)
    expect([response.status, (await errorOf(response))?.code]).toEqual([403, 'forbidden'])
    delete world.transport.response
    await signedIn(world)
  })
})

describe('ending the other sessions', () => {
  async function threeSessions() {
    const world = await watchedWorld()
    const user = await createPerson(world)
    await signedIn(world)
    await signedIn(world)
    return { world, user, driver: await signedIn(world) }
  }

  it('tries each whatever becomes of the others, and says when one could not be ended', async () => {
    const { world, user, driver } = await threeSessions()
    await using _ = world.emulator
    let revoked = 0
    world.transport.response = async (request, next) => {
      if (!request.url.endsWith('/sessions/revoke')) return next()
      revoked += 1
      return revoked === 1 ? Response.json({ message: 'down' }, { status: 503 }) : next()
    }
    expect((await driver.send('DELETE', '/sessions')).status).toBe(503)
    expect(revoked).toBe(2)
    expect(await sessionsOf(world, user.id)).toHaveLength(2)
    expect((await driver.send('DELETE', '/sessions')).status).toBe(200)
    expect(await sessionsOf(world, user.id)).toHaveLength(1)
    expect(await driver.signedInAs()).toBe(email)
  })

  it('is done when one of them is gone already', async () => {
    const { world, driver } = await threeSessions()
    await using _ = world.emulator
    world.transport.response = async (request, next) =>
      request.url.endsWith('/sessions/revoke')
        ? Response.json({ code: 'entity_not_found', message: 'No such session.' }, { status: 404 })
        : next()
    expect((await driver.send('DELETE', '/sessions')).status).toBe(200)
  })
})

describe('names', () => {
  const longest = 'ü'.repeat(200)

  it.each([`${longest}x`, 'Na\u0000dia', 'Na\ndia'])(
    'are refused at sign-up and later when they are like %j',
    async (firstName) => {
      const world = await watchedWorld()
      await using _ = world.emulator
      const driver = world.driver()
      const fields = { email, password: PASSWORD, firstName }
      const refused = await errorOf(await driver.send('POST', '/sign-up/password', fields))
      expect(refused).toMatchObject({ code: 'invalid_request', field: 'firstName' })
      expect((await world.client.listUsers({ email })).data).toEqual([])
      await createPerson(world)
      const person = await signedIn(world)
      expect(await errorOf(await person.send('PATCH', '/me', { lastName: firstName }))).toMatchObject({
        code: 'invalid_request',
        field: 'lastName',
      })
    },
  )

  it('have 200 characters at most, and are none when they are empty', async () => {
    const world = await watchedWorld()
    await using _ = world.emulator
    const fields = { email, password: PASSWORD, firstName: ` ${longest} `, lastName: '  ' }
    const response = await world.driver().send('POST', '/sign-up/password', fields)
    expect(((await response.json()) as FlowPayload).step.name).toBe('verify-email')
    const [user] = (await world.client.listUsers({ email })).data
    expect(user).toMatchObject({ firstName: longest, lastName: null })
  })

  it('that were cleared are none', async () => {
    const world = await watchedWorld()
    await using _ = world.emulator
    const user = await createPerson(world)
    const driver = await signedIn(world)
    await driver.send('PATCH', '/me', { firstName: 'Nadia', lastName: 'Okafor' })
    await driver.send('PATCH', '/me', { firstName: '' })
    expect(await world.client.getUser({ userId: user.id })).toMatchObject({
      firstName: null,
      lastName: 'Okafor',
    })
  })
})

describe('signing in over an old session', () => {
  it('O10 ends a session whose state is unknown just now', async () => {
    const world = await watchedWorld()
    await using _ = world.emulator
    const before = await createPerson(world)
    await createPerson(world, 'grace@orchard.example')
    const driver = await signedIn(world)
    world.emulator.default.clock.advance({ minutes: 6 })
    world.transport.response = async (request, next) => {
      const body = request.method === 'POST' ? await request.clone().text() : ''
      return body.includes('"refresh_token"') ? new Response(null, { status: 503 }) : next()
    }
    expect((await world.handler.resolve(asking(driver.jar.header()))).auth.status).toBe('stale')
    await driver.open('sign-in')
    await driver.act('password', { email: 'grace@orchard.example', password: PASSWORD })
    expect(await driver.signedInAs()).toBe('grace@orchard.example')
    expect(await sessionsOf(world, before.id)).toEqual([])
  })

  it('O10 succeeds though the old one cannot be ended at the API', async () => {
    const world = await watchedWorld()
    await using _ = world.emulator
    await createPerson(world)
    await createPerson(world, 'grace@orchard.example')
    const driver = await signedIn(world)
    const old = driver.jar.header()
    world.transport.response = async (request, next) =>
      request.url.endsWith('/sessions/revoke') ? new Response(null, { status: 503 }) : next()
    await driver.open('sign-in')
    await driver.act('password', { email: 'grace@orchard.example', password: PASSWORD })
    expect(await driver.signedInAs()).toBe('grace@orchard.example')
    expect((await world.handler.resolve(asking(old))).auth.status).toBe('signed-out')
  })

  it('S3 says that a session is too large for cookies, and keeps the old one', async () => {
    const world = await watchedWorld()
    await using _ = world.emulator
    await createPerson(world)
    await createPerson(world, 'grace@orchard.example')
    const driver = await signedIn(world)
    world.transport.response = async (request, next) => {
      const response = await next()
      if (!request.url.endsWith('/authenticate')) return response
      const body = await response.json()
      return Response.json({ ...body, user: { ...body.user, first_name: 'x'.repeat(12_000) } })
    }
    const response = await driver.send('POST', '/sign-in/password', {
      email: 'grace@orchard.example',
      password: PASSWORD,
    })
    expect([response.status, (await errorOf(response))?.code]).toEqual([400, 'too_large'])
    expect(await driver.signedInAs()).toBe(email)

    await driver.open('sign-in')
    await driver.authorize({ provider: 'GoogleOAuth' }, 'grace@orchard.example')
    expect(await driver.errorCode()).toBe('too_large')
    expect(await driver.signedInAs()).toBe(email)
  })

  it('S10 starts none while its keys cannot be had', async () => {
    const world = await watchedWorld()
    await using _ = world.emulator
    await createPerson(world)
    world.transport.response = async (request, next) =>
      request.url.includes('/jwks/') ? new Response(null, { status: 503 }) : next()
    const driver = world.driver()
    const response = await driver.send('POST', '/sign-in/password', { email, password: PASSWORD })
    expect([response.status, (await errorOf(response))?.code]).toEqual([503, 'service_unavailable'])
    expect(driver.jar.names()).not.toContain(world.handler.cookieNames.session)
  })
})

describe('the organizations to choose from', () => {
  async function choosing(count: number, nameLength: number) {
    const world = await watchedWorld()
    const user = await createPerson(world)
    const names = Array.from({ length: count }, (_, index) => `${index} `.padEnd(nameLength, 'x'))
    for (const name of names) {
      const { id } = await world.client.createOrganization({ name })
      await world.client.createOrganizationMembership({ organizationId: id, userId: user.id })
    }
    let listed = 0
    world.transport.response = async (request, next) => {
      if (request.url.includes('/organization_memberships')) listed += 1
      return next()
    }
    const driver = world.driver()
    const response = await driver.send('POST', '/sign-in/password', { email, password: PASSWORD })
    const { flow, step } = (await response.json()) as FlowPayload
    const shown = (await (await driver.send('GET', `/flow?flow=${flow}`)).json()) as FlowPayload
    const namesOf = (given: FlowPayload['step']) =>
      given.name === 'select-organization' ? given.organizations.map(({ name }) => name).sort() : given.name
    return {
      world,
      driver,
      flow,
      names: names.sort(),
      first: namesOf(step),
      shown,
      again: namesOf(shown.step),
      asked: () => listed,
    }
  }

  it('are kept with the flow when a cookie can hold them', async () => {
    const { world, names, first, again, asked } = await choosing(3, 20)
    await using _ = world.emulator
    expect([first, again]).toEqual([names, names])
    expect(asked()).toBe(0)
  })

  it('are asked for again when a cookie cannot hold them, and can be chosen', async () => {
    const { world, driver, flow, names, first, shown, again, asked } = await choosing(30, 120)
    await using _ = world.emulator
    expect([first, again]).toEqual([names, names])
    expect(asked()).toBeGreaterThan(0)
    const { step } = shown
    const chosen = step.name === 'select-organization' ? step.organizations[7] : undefined
    await driver.send('POST', '/sign-in/organization', { flow, organizationId: chosen?.id })
    const { auth } = await world.handler.resolve(asking(driver.jar.header()))
    expect(auth).toMatchObject({ status: 'signed-in', organizationId: chosen?.id })
  })
})

describe('any callback', () => {
  it('G3 O2 leads back to the app, signs nobody in, and leaves the signed-in user alone', async () => {
    const world = await watchedWorld()
    await using _ = world.emulator
    await createPerson(world)
    const nobody = world.driver()
    const start = await nobody.send('GET', '/authorize?provider=GoogleOAuth')
    const state = new URL(start.headers.get('location') ?? '').searchParams.get('state') ?? ''
    const somebody = await signedIn(world)
    const word = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(state, state.slice(1), `${state}.`, state.split('.')[0] ?? '', 'x'.repeat(2_049)),
    )
    const name = fc.constantFrom(
      'state',
      'code',
      'error',
      'error_description',
      'iss',
      'returnTo',
      '__proto__',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, word), { maxLength: 6 }), async (pairs) => {
        const query = new URLSearchParams(pairs)
        // The attempt's own state with a code would be redeemed, and is spent by any error.
        fc.pre(query.get('state') !== state)
        for (const driver of [nobody, somebody]) {
          const response = await driver.send('GET', `/callback?${query}`)
          expect(response.status).toBe(303)
          const { origin } = new URL(response.headers.get('location') ?? '', world.handler.appOrigin)
          expect(origin).toBe(world.handler.appOrigin)
        }
        expect(nobody.jar.names()).not.toContain(world.handler.cookieNames.session)
      }),
      { numRuns: Number(process.env.LATCHKEY_PROPERTY_RUNS ?? 100) },
    )
    expect(await somebody.signedInAs()).toBe(email)
  })
})

const asking = (cookie: string | undefined) => ({ headers: new Headers({ cookie: cookie ?? '' }) })

describe('KIT-12: an authenticator app that waits for its first code', () => {
  type Entry = { factorId: string; challengeId: string; secret: string; qrCode: string }
  const enroll = async ({ driver }: Awaited<ReturnType<typeof signedInWorld>>) =>
    (await (await driver.send('POST', '/me/factors')).json()) as Entry
  const factorsOf = async ({ client, user }: Awaited<ReturnType<typeof signedInWorld>>) =>
    (await client.listAuthFactors({ userId: user.id })).data.map(({ id }) => id)

  it('is the same after a wrong code, a double click and a page loaded again', async () => {
    const world = await signedInWorld()
    await using _ = world.emulator
    const [first, second] = await Promise.all([enroll(world), enroll(world)])
    expect(second).toEqual(first)
    const { factorId, challengeId } = first
    await world.driver.send('POST', '/me/factors/verify', { factorId, challengeId, code: '000000' })
    expect(await enroll(world)).toEqual(first)
    const code = await world.control.totp(world.user.id)
    const verified = await world.driver.send('POST', '/me/factors/verify', { factorId, challengeId, code })
    expect(verified.status).toBe(200)
    expect(await factorsOf(world)).toEqual([factorId])
    expect((await enroll(world)).factorId).not.toBe(factorId)
  })

  it('is shown again by an account page that refuses a code', async () => {
    const world = await signedInWorld()
    await using _ = world.emulator
    const { factorId, challengeId, secret, qrCode } = await enroll(world)
    const request = new Request(`${appOrigin}/account`, {
      method: 'POST',
      headers: { origin: appOrigin, cookie: world.driver.jar.header() ?? '' },
    })
    const fields = { factorId, challengeId, code: '000000' }
    const refused = await takeAccountAction(world.handler, request, 'verify-factor', fields)
    expect(refused).toMatchObject({
      outcome: 'refused',
      data: {
        error: { code: 'invalid_one_time_code' },
        enrollment: { factorId, challengeId, secret, qrCode },
      },
    })
  })

  it('is gone when no code can confirm it any more', async () => {
    const world = await signedInWorld()
    await using _ = world.emulator
    const { factorId, challengeId, secret } = await enroll(world)
    for (let turn = 0; turn < 6; turn += 1)
      await world.driver.send('POST', '/me/factors/verify', { factorId, challengeId, code: '000000' })
    expect(await factorsOf(world)).toEqual([])
    expect((await enroll(world)).secret).not.toBe(secret)
  })
})

describe('S-11: a change to an address that has an account', () => {
  const FREE = 'free@orchard.example'
  const TAKEN = 'taken@orchard.example'

  /** What a page sees of a change, and of a wrong code. */
  async function attempt(
    { driver, handler }: Awaited<ReturnType<typeof signedInWorld>>,
    newEmail: string,
    code: string,
  ) {
    const sent = await driver.send('POST', '/me/email/send', { newEmail })
    const body = (await sent.text()).replace(newEmail, '')
    await handler.settled()
    const confirmed = await driver.send('POST', '/me/email/confirm', { code })
    return [sent.status, body.replace(/\.\d{3}Z/, 'Z'), confirmed.status, await confirmed.text()]
  }

  it('looks the same as to a free one, the code of an earlier change included', async () => {
    const mails: string[] = []
    const world = await signedInWorld({
      sendEmail: async ({ kind, to }) => void mails.push(`${kind} ${to}`),
    })
    await using _ = world.emulator
    await world.emulator.default.clock.freeze()
    await world.client.createUser({ email: TAKEN, emailVerified: true })
    const free = await attempt(world, FREE, '000000')
    const { code = '' } = await world.control.email(FREE, 'email_change')
    expect(await attempt(world, TAKEN, '000000')).toEqual(free)
    const earlier = await attempt(world, TAKEN, code)
    expect(earlier.slice(0, 3)).toEqual(free.slice(0, 3))
    expect(await world.driver.signedInAs()).toBe(world.user.email)
    expect(mails).toEqual([`email-in-use ${TAKEN}`])
  })

  it('is refused after equally many, before the limits of the API can tell', async () => {
    const statusesFor = async (newEmail: string) => {
      const world = await signedInWorld()
      await using _ = world.emulator
      await world.client.createUser({ email: TAKEN, emailVerified: true })
      const statuses: number[] = []
      for (let count = 0; count < 7; count += 1)
        statuses.push((await world.driver.send('POST', '/me/email/send', { newEmail })).status)
      return statuses
    }
    const free = await statusesFor(FREE)
    expect(free).toEqual([200, 200, 200, 200, 200, 429, 429])
    expect(await statusesFor(TAKEN)).toEqual(free)
  })

  it('still says that an address is the own one', async () => {
    const world = await signedInWorld()
    await using _ = world.emulator
    const own = await world.driver.send('POST', '/me/email/send', { newEmail: world.user.email })
    expect([own.status, await own.json()]).toMatchObject([400, { error: { code: 'email_not_available' } }])
  })
})
