import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apiErrorCodes } from '../../src/errors/api-error-code.ts'
import type { FlowPayload, Step } from '../../src/index.ts'
import { FLOW_ACTIONS, hostedPage } from '../../src/index.ts'
import type { DriverMode } from '../../src/testing.ts'
import { appOrigin, createFixture } from './fixture.ts'
import { STEP_DETAILS as DETAILS } from './requested-steps.ts'
import { PASSWORD } from './signed-in-fixture.ts'

type Fixture = Awaited<ReturnType<typeof createFixture>>

const EMAIL = 'nadia@orchard.example'
const AUTHENTICATE = '/user_management/authenticate'

async function userFixture(options: Parameters<typeof createFixture>[0] = {}) {
  const fixture = await createFixture(options)
  await fixture.client.createUser({ email: EMAIL, password: PASSWORD, emailVerified: true })
  return fixture
}

const refuse = ({ control }: Fixture, body: object, status = 403) =>
  control.addFault({ path: AUTHENTICATE, respond: { status, body } })

/** Whether the step or the error offers the user an action other than a retry. */
function hasNextAction({ step, error }: Pick<FlowPayload, 'step' | 'error'>): boolean {
  switch (step.name) {
    case 'sso-required':
      return step.connections.length > 0
    case 'method-required':
      return step.connections.length + step.methods.length + step.providers.length > 0
    case 'select-organization':
      return step.organizations.length > 0
    case 'start':
      // The step has other methods, or the error names the problem and the field to change.
      return (
        error !== undefined &&
        error.code !== 'unknown' &&
        (error.field === undefined || ['email', 'password'].includes(error.field))
      )
    case 'complete':
      return false
    default:
      return true
  }
}

async function signIn(fixture: Fixture, mode: DriverMode = 'json') {
  const driver = fixture.driver(mode)
  await driver.open('sign-in')
  await driver.act('password', { email: EMAIL, password: PASSWORD })
  return driver
}

/** The flow after `POST /sign-in/password`. */
async function stepOf(fixture: Fixture): Promise<FlowPayload> {
  const request = new Request(`${appOrigin}/sign-in`, { method: 'POST', headers: { origin: appOrigin } })
  return (await fixture.handler.advance(request, 'password', { email: EMAIL, password: PASSWORD })).payload
}

describe('a step that the API requires', () => {
  it.each(['json', 'form'] as const)('has a next action for every documented code (%s)', async (mode) => {
    const fixture = await userFixture()
    await using _ = fixture.emulator
    for (const code of apiErrorCodes) {
      await refuse(fixture, { code, ...DETAILS })
      const driver = await signIn(fixture, mode)
      const shown = { step: await driver.step(), error: await driver.errorCode() }
      expect([code, shown.step === 'complete', shown.error === 'unknown']).toEqual([code, false, false])
      const payload = await stepOf(fixture)
      await fixture.control.clearFaults()
      expect([code, payload.step?.name, hasNextAction(payload)]).toEqual([code, payload.step?.name, true])
    }
  })

  it('O13: has one for 200 invented codes, with or without their data, and never signs the user in', async () => {
    const fixture = await userFixture()
    await using _ = fixture.emulator
    const code = fc
      .stringMatching(/^[a-z][a-z_]{2,30}$/)
      .filter((one) => !(apiErrorCodes as readonly string[]).includes(one))
    const hostile = fc
      .string({ minLength: 1, maxLength: 80 })
      .filter((one) => !(apiErrorCodes as readonly string[]).includes(one))
    const name = fc.oneof({ weight: 4, arbitrary: code }, { weight: 1, arbitrary: hostile })
    await fc.assert(
      fc.asyncProperty(
        name,
        fc.constantFrom('code', 'error'),
        fc.boolean(),
        fc.constantFrom(400, 403, 422),
        async (invented, key, isRich, status) => {
          await refuse(fixture, { [key]: invented, ...(isRich ? DETAILS : { message: 'No.' }) }, status)
          const { step } = await stepOf(fixture)
          await fixture.control.clearFaults()
          expect(step).toMatchObject({ name: 'unknown', email: EMAIL })
          expect((step as Extract<Step, { name: 'unknown' }>).code).toMatch(/^[\w.:-]{1,100}$/)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('leads to the hosted page with the email address, and the user returns signed in', async () => {
    const fixture = await userFixture()
    await using _ = fixture.emulator
    for (const code of [
      'passkey_progressive_enrollment',
      'application_consent_required',
      'radar_sign_up_challenge',
      'retina_scan',
    ]) {
      await refuse(fixture, { code, ...DETAILS })
      const driver = await signIn(fixture)
      await fixture.control.clearFaults()
      expect(await driver.step()).toBe('unknown')
      const response = await driver.send('GET', `/authorize?${new URLSearchParams(hostedPage(EMAIL))}`)
      const location = new URL(response.headers.get('location') ?? '')
      expect(location.searchParams.get('provider')).toBe('authkit')
      expect(location.searchParams.get('login_hint')).toBe(EMAIL)
      await driver.authorize({ provider: 'authkit' }, EMAIL)
      expect(await driver.signedInAs()).toBe(EMAIL)
    }
  })

  it('has one if the organization allows no method that this version knows, or has no connection', async () => {
    const fixture = await userFixture()
    await using _ = fixture.emulator
    const bodies = [
      { error: 'organization_authentication_methods_required', ...DETAILS, auth_methods: { retina: true } },
      { error: 'organization_authentication_methods_required', ...DETAILS, auth_methods: {} },
      { error: 'sso_required', ...DETAILS, connection_ids: [] },
      { code: 'mfa_challenge', ...DETAILS, authentication_factors: [] },
      { code: 'mfa_enrollment' },
    ]
    for (const body of bodies) {
      await refuse(fixture, body, 400)
      expect((await stepOf(fixture)).step).toMatchObject({ name: 'unknown', email: EMAIL })
      await fixture.control.clearFaults()
    }
    await refuse(fixture, { ...bodies[0], auth_methods: { passkey: true } }, 400)
    expect((await stepOf(fixture)).step).toMatchObject({ name: 'method-required', providers: ['authkit'] })
  })

  it('has one if the only method of the app is disabled', async () => {
    const fixture = await userFixture({ methods: ['password'] })
    await using _ = fixture.emulator
    await refuse(fixture, { code: 'email_password_auth_disabled', message: 'Off.' })
    expect((await stepOf(fixture)).step).toMatchObject({
      name: 'unknown',
      code: 'email_password_auth_disabled',
    })
  })

  it('has one for a passkey on the first page', async () => {
    const fixture = await userFixture({ methods: ['password', 'passkey'] })
    await using _ = fixture.emulator
    const response = await fixture.handler.handle(new Request(`${appOrigin}/auth/flow?kind=sign-in`))
    const { step } = (await response.json()) as FlowPayload
    expect(step).toMatchObject({ name: 'start', methods: ['password', 'passkey'], providers: ['authkit'] })
  })

  it('reports a refusal that only the operator can fix to the operator', async () => {
    const events: object[] = []
    const fixture = await userFixture({ onEvent: (event) => events.push(event) })
    await using _ = fixture.emulator
    await refuse(fixture, { error: 'invalid_client', error_description: 'No.' }, 401)
    expect(await stepOf(fixture)).toMatchObject({
      step: { name: 'start' },
      error: { code: 'service_unavailable' },
    })
    expect(events).toContainEqual(expect.objectContaining({ setting: 'apiKey' }))
  })
})

describe('a code that the fraud check requires', () => {
  const grants: Record<string, unknown>[] = []

  /** An API that responds to the password with `code`, and accepts 123456 as the additional code. */
  async function radarFixture(code: string, more: object = {}) {
    grants.length = 0
    const fixture = await createFixture({}, (send) => async (input, init) => {
      const request = new Request(input, init)
      const { pathname } = new URL(request.url)
      if (request.method !== 'POST' || !/\/(authenticate|radar_challenges)$/.test(pathname))
        return send(request)
      const body = (await request.clone().json()) as Record<string, string>
      if (pathname.endsWith('/radar_challenges')) {
        grants.push(body)
        return Response.json(
          { verification_id: 'verification_1', phone_number: body.phone_number },
          { status: 201 },
        )
      }
      if (!body.grant_type?.includes('radar')) {
        return Response.json({ code, ...DETAILS, ...more }, { status: 403 })
      }
      grants.push(body)
      if (body.code !== '123456')
        return Response.json({ code: 'invalid_one_time_code', message: 'No.' }, { status: 400 })
      const signIn = { ...body, grant_type: 'password', email: EMAIL, password: PASSWORD }
      return send(request.url, { method: 'POST', headers: request.headers, body: JSON.stringify(signIn) })
    })
    const user = await fixture.client.createUser({ email: EMAIL, password: PASSWORD, emailVerified: true })
    return { ...fixture, user }
  }

  it('can be sent by email, and is verified with its own grant', async () => {
    const fixture = await radarFixture('radar_email_challenge')
    await using _ = fixture.emulator
    const driver = await signIn(fixture)
    expect(await driver.step()).toBe('challenge')
    await driver.act('challenge', { code: '111111' })
    expect([await driver.step(), await driver.errorCode()]).toEqual(['challenge', 'invalid_one_time_code'])
    await driver.act('challenge', { code: '123 456' })
    expect(await driver.signedInAs()).toBe(EMAIL)
    expect(grants.at(-1)).toMatchObject({
      grant_type: 'urn:workos:oauth:grant-type:radar-email-challenge:code',
      radar_challenge_id: 'radar_challenge_1',
      pending_authentication_token: 'pending_1',
      code: '123456',
    })
  })

  it.each(['radar_sms_challenge', 'radar_challenge'])(
    'is sent by SMS after %s, to a number that the user enters',
    async (code) => {
      const fixture = await radarFixture(code, { user_id: 'user_1' })
      await using _ = fixture.emulator
      const driver = await signIn(fixture)
      expect(await driver.step()).toBe('phone')
      await driver.act('phone', { phoneNumber: 'call me' })
      expect([await driver.step(), await driver.errorCode()]).toEqual(['phone', 'phone_invalid'])
      await driver.act('phone', { phoneNumber: '0049 (151) 123-456 78' })
      expect(await driver.step()).toBe('challenge')
      expect(grants.at(-1)).toMatchObject({ user_id: 'user_1', phone_number: '+4915112345678' })
      await driver.act('challenge', { code: '123456' })
      expect(await driver.signedInAs()).toBe(EMAIL)
      expect(grants.at(-1)).toMatchObject({
        grant_type: 'urn:workos:oauth:grant-type:radar-sms-challenge:code',
        verification_id: 'verification_1',
        phone_number: '+4915112345678',
      })
    },
  )

  it('is entered on the hosted page if the owner of the phone is unknown', async () => {
    const fixture = await radarFixture('radar_sms_challenge')
    await using _ = fixture.emulator
    expect(await (await signIn(fixture)).step()).toBe('unknown')
  })

  it('O14, A2: limits the messages of one sign-in, and the guesses of one user', async () => {
    const fixture = await radarFixture('radar_sms_challenge', { user_id: 'user_1' })
    await using _ = fixture.emulator
    const driver = await signIn(fixture)
    for (let count = 0; count < 5; count += 1)
      await driver.act('phone', { phoneNumber: `+4915112345${count}00` })
    expect(await driver.errorCode()).toBe('rate_limited')
    expect(grants.filter((body) => !('grant_type' in body))).toHaveLength(3)
    for (let count = 0; count < 14; count += 1) await driver.act('challenge', { code: '000000' })
    expect(await driver.errorCode()).toBe('too_many_attempts')
  })

  it('A2, S-02: counts the codes for a factor, regardless of the email address at the start of the sign-in', async () => {
    const evaluated: string[] = []
    const refusal = (code: string, more: object = {}) =>
      Response.json({ code, message: 'No.', ...more }, { status: 403 })
    const fixture = await createFixture({}, (send) => async (input, init) => {
      const request = new Request(input, init)
      if (request.url.endsWith('/challenge'))
        return Response.json(
          { id: 'auth_challenge_1', authentication_factor_id: 'auth_factor_1' },
          { status: 201 },
        )
      if (!request.url.endsWith('/authenticate')) return send(request)
      const body = (await request.json()) as Record<string, string>
      if (body.grant_type === 'password') return refusal('mfa_challenge', DETAILS)
      evaluated.push(`${body.code}`)
      return refusal('invalid_one_time_code')
    })
    await using _ = fixture.emulator
    for (const email of ['one@orchard.example', 'two@orchard.example', 'three@orchard.example']) {
      const driver = fixture.driver()
      await driver.open('sign-in')
      await driver.act('password', { email, password: PASSWORD })
      for (let count = 0; count < 8; count += 1) await driver.act('mfa-verify', { code: `12345${count}` })
    }
    expect(evaluated).toHaveLength(10)
  })

  it('O14, S-02: counts the messages of a user, not those that the browser remembers', async () => {
    const fixture = await radarFixture('radar_sms_challenge', { user_id: 'user_1' })
    await using _ = fixture.emulator
    const messages = () => grants.filter((body) => !('grant_type' in body)).length
    const driver = await signIn(fixture)
    const cookie = driver.jar.header() ?? ''
    const [, flow] = /flow-([\w-]+)=/.exec(cookie) ?? []
    const statuses: number[] = []
    // The cookie from before the first message is sent each time, so its flow has not counted any message.
    for (let count = 0; count < 8; count += 1) {
      const fields = { flow: `${flow}`, phoneNumber: `+4915112345${count}00` }
      const headers = { origin: appOrigin, cookie, 'content-type': 'application/json' }
      const request = { method: 'POST', headers, body: JSON.stringify(fields) }
      const response = await fixture.handler.handle(
        new Request(`${appOrigin}/auth/sign-in/challenge/send`, request),
      )
      statuses.push(response.status)
    }
    expect([statuses.slice(0, 3), new Set(statuses.slice(3))]).toEqual([[200, 200, 200], new Set([429])])
    expect(messages()).toBe(3)
    // A new sign-in of the same user does not reset the count.
    for (let round = 0; round < 4; round += 1) {
      const next = await signIn(fixture)
      for (let count = 0; count < 4; count += 1)
        await next.act('phone', { phoneNumber: `+4915112345${count}00` })
    }
    expect(messages()).toBeLessThanOrEqual(6)
    await fixture.emulator.default.clock.advance({ minutes: 11 })
    const later = await signIn(fixture)
    await later.act('phone', { phoneNumber: '+491511234567' })
    expect(await later.step()).toBe('challenge')
  })
})

it('every action of a flow is available in a step', () => {
  for (const { from } of Object.values(FLOW_ACTIONS)) expect(from.length).toBeGreaterThan(0)
})
