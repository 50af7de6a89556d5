import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FlowPayload } from '../../src/index.ts'
import { takeAccountAction } from '../../src/server.ts'
import { appOrigin, createFixture } from './fixture.ts'
import { signedInFixture } from './signed-in-fixture.ts'

const PASSWORD = 'lantern-quartz-meadow-42'
const NEW_PASSWORD = 'harbour-violet-canyon-77'
const email = 'nadia@orchard.example'

type Fixture = Awaited<ReturnType<typeof createFixture>>
type Reply = (request: Request, next: () => Promise<Response>) => Promise<Response>

/** A fixture whose API can be made to respond differently. */
async function watchedFixture(options: Parameters<typeof createFixture>[0] = {}) {
  const transport: { response?: Reply } = {}
  const fixture = await createFixture(options, (send) => async (input, init) => {
    const request = new Request(input, init)
    const next = () => send(request)
    return transport.response ? transport.response(request, next) : next()
  })
  return { ...fixture, transport }
}

const createUser = (fixture: Fixture, address = email) =>
  fixture.client.createUser({ email: address, password: PASSWORD, emailVerified: true })

async function signedIn(fixture: Fixture, address = email) {
  const driver = fixture.driver()
  await driver.open('sign-in')
  await driver.act('password', { email: address, password: PASSWORD })
  expect(await driver.signedInAs()).toBe(address)
  return driver
}

const errorOf = async (response: Response) => ((await response.json()) as FlowPayload).error

async function sessionsOf(fixture: Fixture, userId: string) {
  return (await fixture.client.listSessions({ userId })).data.map(({ id }) => id)
}

describe('a user who was deleted', () => {
  it.each([
    ['GET', undefined],
    ['PATCH', { firstName: 'Nadia' }],
  ])('KIT-12: is signed out by %s /me, and stays signed in while the API is down', async (method, fields) => {
    const fixture = await watchedFixture()
    await using _ = fixture.emulator
    const user = await createUser(fixture)
    const driver = await signedIn(fixture)
    fixture.transport.response = async () => Response.json({ message: 'later' }, { status: 503 })
    expect((await driver.send(method, '/me', fields)).status).toBe(503)
    fixture.transport.response = undefined
    expect(await driver.signedInAs()).toBe(email)
    await fixture.client.deleteUser({ userId: user.id })
    const response = await driver.send(method, '/me', fields)
    expect([response.status, (await errorOf(response))?.code]).toEqual([401, 'reauthentication_required'])
    expect(await driver.signedInAs()).toBeUndefined()
    expect(driver.jar.names()).not.toContain(fixture.handler.cookieNames.session)
  })
})

describe('the same-origin check of the handler', () => {
  it('S-15: is available for the routes of the app', async () => {
    const fixture = await watchedFixture({ trustedOrigins: ['https://admin.example.com'] })
    await using _ = fixture.emulator
    const from = (headers: Record<string, string>) =>
      fixture.handler.isSameOrigin(
        new Request(`${fixture.handler.appOrigin}/pay`, { method: 'POST', headers }),
      )
    expect(from({ origin: fixture.handler.appOrigin })).toBe(true)
    expect(from({ origin: 'https://admin.example.com', 'sec-fetch-site': 'same-site' })).toBe(true)
    expect(from({ 'sec-fetch-site': 'same-origin' })).toBe(true)
    expect(from({ origin: 'https://evil.example' })).toBe(false)
    expect(from({ origin: fixture.handler.appOrigin, 'sec-fetch-site': 'cross-site' })).toBe(false)
    expect(from({})).toBe(false)
  })
})

describe('a new password', () => {
  const fields = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }

  it.each([true, false])(
    'A11: is not set with the password of another account that now has the earlier email address (verified: %s)',
    async (emailVerified) => {
      const fixture = await watchedFixture()
      await using _ = fixture.emulator
      const { client } = fixture
      const user = await createUser(fixture)
      const driver = await signedIn(fixture)
      await client.updateUser({ userId: user.id, email: 'moved@orchard.example', emailVerified: true })
      const currentPassword = 'silver-anchor-thicket-19'
      await client.createUser({ email, password: currentPassword, emailVerified })
      const fields = { currentPassword, newPassword: NEW_PASSWORD }
      const refused = await driver.send('POST', '/me/password', fields)
      expect((await errorOf(refused))?.code).toBe('current_password_incorrect')
      const own = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }
      expect((await driver.send('POST', '/me/password', own)).status).toBe(200)
    },
  )

  it('A7 ends the other sessions, including the one that verified the current password', async () => {
    const fixture = await watchedFixture()
    await using _ = fixture.emulator
    const user = await createUser(fixture)
    await signedIn(fixture)
    const driver = await signedIn(fixture)
    expect((await driver.send('POST', '/me/password', fields)).status).toBe(200)
    expect(await sessionsOf(fixture, user.id)).toHaveLength(1)
    expect(await driver.signedInAs()).toBe(email)
  })

  it.each([
    [
      'the current password is wrong (KIT-12)',
      { ...fields, currentPassword: 'not-the-old-one-1' },
      'current_password_incorrect',
    ],
    ['the current password is missing', { newPassword: NEW_PASSWORD }, 'password_required'],
    ['the new password is missing', { currentPassword: PASSWORD }, 'password_required'],
  ])('A11 is refused if %s', async (_name, given, code) => {
    const fixture = await watchedFixture()
    await using _ = fixture.emulator
    const user = await createUser(fixture)
    const driver = await signedIn(fixture)
    expect(await errorOf(await driver.send('POST', '/me/password', given))).toMatchObject({ code })
    expect(await sessionsOf(fixture, user.id)).toHaveLength(1)
    await signedIn(fixture)
  })

  it.each([
    { error: 'sso_required', connection_ids: ['conn_1'], email },
    { code: 'email_password_auth_disabled', message: 'Passwords are off.' },
  ])('A11 is not stored if the API responds to the current password only with %j', async (body) => {
    const fixture = await watchedFixture()
    await using _ = fixture.emulator
    await createUser(fixture)
    const driver = await signedIn(fixture)
    fixture.transport.response = async (request, next) =>
      request.url.endsWith('/authenticate') ? Response.json(body, { status: 403 }) : next()
    const response = await driver.send('POST', '/me/password', fields)
    expect([response.status, (await errorOf(response))?.code]).toEqual([403, 'forbidden'])
    delete fixture.transport.response
    await signedIn(fixture)
  })
})

it('A8: an invitation to an email address that the user no longer has is not accepted', async () => {
  const fixture = await watchedFixture()
  await using _ = fixture.emulator
  const { client } = fixture
  const user = await createUser(fixture)
  const driver = await signedIn(fixture)
  const { id: organizationId } = await client.createOrganization({ name: 'Orchard' })
  const { token } = await client.sendInvitation({ email, organizationId })
  await client.updateUser({ userId: user.id, email: 'moved@orchard.example', emailVerified: true })
  await createUser(fixture)
  const refused = await driver.send('POST', '/invitation', { token })
  expect((await errorOf(refused))?.code).toBe('invitation_cannot_be_used_for_email')
  expect((await client.listOrganizationMemberships({ organizationId })).data).toEqual([])
  const own = await client.sendInvitation({ email: 'moved@orchard.example', organizationId })
  expect((await driver.send('POST', '/invitation', { token: own.token })).status).toBe(200)
})

describe('ending the other sessions', () => {
  async function threeSessions() {
    const fixture = await watchedFixture()
    const user = await createUser(fixture)
    await signedIn(fixture)
    await signedIn(fixture)
    return { fixture, user, driver: await signedIn(fixture) }
  }

  it('tries each session even if another one fails, and reports if one could not be ended', async () => {
    const { fixture, user, driver } = await threeSessions()
    await using _ = fixture.emulator
    let revoked = 0
    fixture.transport.response = async (request, next) => {
      if (!request.url.endsWith('/sessions/revoke')) return next()
      revoked += 1
      return revoked === 1 ? Response.json({ message: 'down' }, { status: 503 }) : next()
    }
    expect((await driver.send('DELETE', '/sessions')).status).toBe(503)
    expect(revoked).toBe(2)
    expect(await sessionsOf(fixture, user.id)).toHaveLength(2)
    expect((await driver.send('DELETE', '/sessions')).status).toBe(200)
    expect(await sessionsOf(fixture, user.id)).toHaveLength(1)
    expect(await driver.signedInAs()).toBe(email)
  })

  it('succeeds if one of them no longer exists', async () => {
    const { fixture, driver } = await threeSessions()
    await using _ = fixture.emulator
    fixture.transport.response = async (request, next) =>
      request.url.endsWith('/sessions/revoke')
        ? Response.json({ code: 'entity_not_found', message: 'No such session.' }, { status: 404 })
        : next()
    expect((await driver.send('DELETE', '/sessions')).status).toBe(200)
  })
})

describe('first and last names', () => {
  const longest = 'ü'.repeat(200)

  it.each([`${longest}x`, 'Na\u0000dia', 'Na\ndia'])(
    'are refused during and after sign-up if they are like %j',
    async (firstName) => {
      const fixture = await watchedFixture()
      await using _ = fixture.emulator
      const driver = fixture.driver()
      const fields = { email, password: PASSWORD, firstName }
      const refused = await errorOf(await driver.send('POST', '/sign-up/password', fields))
      expect(refused).toMatchObject({ code: 'invalid_request', field: 'firstName' })
      expect((await fixture.client.listUsers({ email })).data).toEqual([])
      await createUser(fixture)
      const user = await signedIn(fixture)
      expect(await errorOf(await user.send('PATCH', '/me', { lastName: firstName }))).toMatchObject({
        code: 'invalid_request',
        field: 'lastName',
      })
    },
  )

  it('can have 200 characters, and are not set if they are blank', async () => {
    const fixture = await watchedFixture()
    await using _ = fixture.emulator
    const fields = { email, password: PASSWORD, firstName: ` ${longest} `, lastName: '  ' }
    const response = await fixture.driver().send('POST', '/sign-up/password', fields)
    expect(((await response.json()) as FlowPayload).step.name).toBe('verify-email')
    const [user] = (await fixture.client.listUsers({ email })).data
    expect(user).toMatchObject({ firstName: longest, lastName: null })
  })

  it('are null after they were cleared', async () => {
    const fixture = await watchedFixture()
    await using _ = fixture.emulator
    const user = await createUser(fixture)
    const driver = await signedIn(fixture)
    await driver.send('PATCH', '/me', { firstName: 'Nadia', lastName: 'Okafor' })
    await driver.send('PATCH', '/me', { firstName: '' })
    expect(await fixture.client.getUser({ userId: user.id })).toMatchObject({
      firstName: null,
      lastName: 'Okafor',
    })
  })
})

describe('signing in while an earlier session exists', () => {
  it('O10 ends a session whose state is unknown at the moment', async () => {
    const fixture = await watchedFixture()
    await using _ = fixture.emulator
    const before = await createUser(fixture)
    await createUser(fixture, 'grace@orchard.example')
    const driver = await signedIn(fixture)
    fixture.emulator.default.clock.advance({ minutes: 6 })
    fixture.transport.response = async (request, next) => {
      const body = request.method === 'POST' ? await request.clone().text() : ''
      return body.includes('"refresh_token"') ? new Response(null, { status: 503 }) : next()
    }
    expect((await fixture.handler.resolve(asking(driver.jar.header()))).auth.status).toBe('stale')
    await driver.open('sign-in')
    await driver.act('password', { email: 'grace@orchard.example', password: PASSWORD })
    expect(await driver.signedInAs()).toBe('grace@orchard.example')
    expect(await sessionsOf(fixture, before.id)).toEqual([])
  })

  it('O10 succeeds even if the earlier session cannot be revoked at the API', async () => {
    const fixture = await watchedFixture()
    await using _ = fixture.emulator
    await createUser(fixture)
    await createUser(fixture, 'grace@orchard.example')
    const driver = await signedIn(fixture)
    const old = driver.jar.header()
    fixture.transport.response = async (request, next) =>
      request.url.endsWith('/sessions/revoke') ? new Response(null, { status: 503 }) : next()
    await driver.open('sign-in')
    await driver.act('password', { email: 'grace@orchard.example', password: PASSWORD })
    expect(await driver.signedInAs()).toBe('grace@orchard.example')
    expect((await fixture.handler.resolve(asking(old))).auth.status).toBe('signed-out')
  })

  it('S3 reports a session that is too large for cookies, and keeps the earlier session', async () => {
    const fixture = await watchedFixture()
    await using _ = fixture.emulator
    await createUser(fixture)
    await createUser(fixture, 'grace@orchard.example')
    const driver = await signedIn(fixture)
    fixture.transport.response = async (request, next) => {
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

  it('S10 starts no session while the keys cannot be fetched', async () => {
    const fixture = await watchedFixture()
    await using _ = fixture.emulator
    await createUser(fixture)
    fixture.transport.response = async (request, next) =>
      request.url.includes('/jwks/') ? new Response(null, { status: 503 }) : next()
    const driver = fixture.driver()
    const response = await driver.send('POST', '/sign-in/password', { email, password: PASSWORD })
    expect([response.status, (await errorOf(response))?.code]).toEqual([503, 'service_unavailable'])
    expect(driver.jar.names()).not.toContain(fixture.handler.cookieNames.session)
  })
})

describe('the list of organizations to choose from', () => {
  async function choosing(count: number, nameLength: number) {
    const fixture = await watchedFixture()
    const user = await createUser(fixture)
    const names = Array.from({ length: count }, (_, index) => `${index} `.padEnd(nameLength, 'x'))
    for (const name of names) {
      const { id } = await fixture.client.createOrganization({ name })
      await fixture.client.createOrganizationMembership({ organizationId: id, userId: user.id })
    }
    let listed = 0
    fixture.transport.response = async (request, next) => {
      if (request.url.includes('/organization_memberships')) listed += 1
      return next()
    }
    const driver = fixture.driver()
    const response = await driver.send('POST', '/sign-in/password', { email, password: PASSWORD })
    const { flow, step } = (await response.json()) as FlowPayload
    const shown = (await (await driver.send('GET', `/flow?flow=${flow}`)).json()) as FlowPayload
    const namesOf = (given: FlowPayload['step']) =>
      given.name === 'select-organization' ? given.organizations.map(({ name }) => name).sort() : given.name
    return {
      fixture,
      driver,
      flow,
      names: names.sort(),
      first: namesOf(step),
      shown,
      again: namesOf(shown.step),
      requested: () => listed,
    }
  }

  it('is stored with the flow if it fits into a cookie', async () => {
    const { fixture, names, first, again, requested } = await choosing(3, 20)
    await using _ = fixture.emulator
    expect([first, again]).toEqual([names, names])
    expect(requested()).toBe(0)
  })

  it('is requested again if it does not fit into a cookie, and its organizations can be chosen', async () => {
    const { fixture, driver, flow, names, first, shown, again, requested } = await choosing(30, 120)
    await using _ = fixture.emulator
    expect([first, again]).toEqual([names, names])
    expect(requested()).toBeGreaterThan(0)
    const { step } = shown
    const chosen = step.name === 'select-organization' ? step.organizations[7] : undefined
    await driver.send('POST', '/sign-in/organization', { flow, organizationId: chosen?.id })
    const { auth } = await fixture.handler.resolve(asking(driver.jar.header()))
    expect(auth).toMatchObject({ status: 'signed-in', organizationId: chosen?.id })
  })
})

describe('any callback', () => {
  it('G3 O2 redirects to the app, signs no user in, and does not affect a signed-in user', async () => {
    const fixture = await watchedFixture()
    await using _ = fixture.emulator
    await createUser(fixture)
    const noUser = fixture.driver()
    const start = await noUser.send('GET', '/authorize?provider=GoogleOAuth')
    const state = new URL(start.headers.get('location') ?? '').searchParams.get('state') ?? ''
    const signedInUser = await signedIn(fixture)
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
        // With the attempt's own state, a code would be redeemed and an error would end the attempt.
        fc.pre(query.get('state') !== state)
        for (const driver of [noUser, signedInUser]) {
          const response = await driver.send('GET', `/callback?${query}`)
          expect(response.status).toBe(303)
          const { origin } = new URL(response.headers.get('location') ?? '', fixture.handler.appOrigin)
          expect(origin).toBe(fixture.handler.appOrigin)
        }
        expect(noUser.jar.names()).not.toContain(fixture.handler.cookieNames.session)
      }),
      { numRuns: Number(process.env.LATCHKEY_PROPERTY_RUNS ?? 100) },
    )
    expect(await signedInUser.signedInAs()).toBe(email)
  })
})

const asking = (cookie: string | undefined) => ({ headers: new Headers({ cookie: cookie ?? '' }) })

describe('KIT-12: an authenticator app before its first code', () => {
  type Entry = { factorId: string; challengeId: string; secret: string; qrCode: string }
  const enroll = async ({ driver }: Awaited<ReturnType<typeof signedInFixture>>) =>
    (await (await driver.send('POST', '/me/factors')).json()) as Entry
  const factorsOf = async ({ client, user }: Awaited<ReturnType<typeof signedInFixture>>) =>
    (await client.listAuthFactors({ userId: user.id })).data.map(({ id }) => id)

  it('is the same after a wrong code, a double click and a reload of the page', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    const [first, second] = await Promise.all([enroll(fixture), enroll(fixture)])
    expect(second).toEqual(first)
    const { factorId, challengeId } = first
    await fixture.driver.send('POST', '/me/factors/verify', { factorId, challengeId, code: '000000' })
    expect(await enroll(fixture)).toEqual(first)
    const code = await fixture.control.totp(fixture.user.id)
    const verified = await fixture.driver.send('POST', '/me/factors/verify', { factorId, challengeId, code })
    expect(verified.status).toBe(200)
    expect(await factorsOf(fixture)).toEqual([factorId])
    expect((await enroll(fixture)).factorId).not.toBe(factorId)
  })

  it('is shown again by an account page after a refused code', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    const { factorId, challengeId, secret, qrCode } = await enroll(fixture)
    const request = new Request(`${appOrigin}/account`, {
      method: 'POST',
      headers: { origin: appOrigin, cookie: fixture.driver.jar.header() ?? '' },
    })
    const fields = { factorId, challengeId, code: '000000' }
    const refused = await takeAccountAction(fixture.handler, request, 'verify-factor', fields)
    expect(refused).toMatchObject({
      outcome: 'refused',
      data: {
        error: { code: 'invalid_one_time_code' },
        enrollment: { factorId, challengeId, secret, qrCode },
      },
    })
  })

  it('is removed if no code can confirm it anymore', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    const { factorId, challengeId, secret } = await enroll(fixture)
    for (let turn = 0; turn < 6; turn += 1)
      await fixture.driver.send('POST', '/me/factors/verify', { factorId, challengeId, code: '000000' })
    expect(await factorsOf(fixture)).toEqual([])
    expect((await enroll(fixture)).secret).not.toBe(secret)
  })
})

describe('S-11: a change to an email address that has an account', () => {
  const FREE = 'free@orchard.example'
  const TAKEN = 'taken@orchard.example'

  /** The responses to a change of the email address and to the given code. */
  async function attempt(
    { driver, handler }: Awaited<ReturnType<typeof signedInFixture>>,
    newEmail: string,
    code: string,
  ) {
    const sent = await driver.send('POST', '/me/email/send', { newEmail })
    const body = (await sent.text()).replace(newEmail, '')
    await handler.settled()
    const confirmed = await driver.send('POST', '/me/email/confirm', { code })
    return [sent.status, body.replace(/\.\d{3}Z/, 'Z'), confirmed.status, await confirmed.text()]
  }

  it('looks like a change to an unused email address, even with the code of an earlier change', async () => {
    const emails: string[] = []
    const fixture = await signedInFixture({
      sendEmail: async ({ kind, to }) => void emails.push(`${kind} ${to}`),
    })
    await using _ = fixture.emulator
    await fixture.emulator.default.clock.freeze()
    await fixture.client.createUser({ email: TAKEN, emailVerified: true })
    const free = await attempt(fixture, FREE, '000000')
    const { code = '' } = await fixture.control.email(FREE, 'email_change')
    expect(await attempt(fixture, TAKEN, '000000')).toEqual(free)
    const earlier = await attempt(fixture, TAKEN, code)
    expect(earlier.slice(0, 3)).toEqual(free.slice(0, 3))
    expect(await fixture.driver.signedInAs()).toBe(fixture.user.email)
    expect(emails).toEqual([`email-in-use ${TAKEN}`])
  })

  it('is refused after the same number of requests, before the rate limits of the API can reveal a difference', async () => {
    const statusesFor = async (newEmail: string) => {
      const fixture = await signedInFixture()
      await using _ = fixture.emulator
      await fixture.client.createUser({ email: TAKEN, emailVerified: true })
      const statuses: number[] = []
      for (let count = 0; count < 7; count += 1)
        statuses.push((await fixture.driver.send('POST', '/me/email/send', { newEmail })).status)
      return statuses
    }
    const free = await statusesFor(FREE)
    expect(free).toEqual([200, 200, 200, 200, 200, 429, 429])
    expect(await statusesFor(TAKEN)).toEqual(free)
  })

  it('still reports that the email address is the current one', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    const own = await fixture.driver.send('POST', '/me/email/send', { newEmail: fixture.user.email })
    expect([own.status, await own.json()]).toMatchObject([400, { error: { code: 'email_not_available' } }])
  })
})
