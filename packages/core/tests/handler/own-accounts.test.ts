import { describe, expect, it } from 'vitest'
import { DEFAULT_OFFER, type FlowPayload, missingInput, nameFields, type StartStep } from '../../src/index.ts'
import { ConfigError, createAuthHandler } from '../../src/server.ts'
import { handlerDriver } from '../../src/testing.ts'
import { appOrigin, cookieSecret, createFixture } from './fixture.ts'
import { PASSWORD, signedInFixture } from './signed-in-fixture.ts'

type Options = NonNullable<Parameters<typeof createFixture>[0]>

const codeOf = async (response: Response) =>
  ((await response.json()) as { error?: { code: string } }).error?.code ?? 'none'

const EMAIL = 'mara@orchard.example'

async function signUp(options: Options, input: Record<string, string> = {}) {
  const fixture = await createFixture(options)
  const driver = fixture.driver()
  await driver.open('sign-up')
  await driver.act('sign-up', { email: EMAIL, password: PASSWORD, ...input })
  const { data } = await fixture.client.listUsers({ email: EMAIL })
  return { ...fixture, driver, user: data[0] }
}

describe('sign-up fields', () => {
  it('A12, RE-7: are stored where the app specifies, and all other input is ignored', async () => {
    const fixture = await signUp(
      { signUpFields: { company: 'metadata', employee: 'externalId', terms: 'check' } },
      {
        company: ' Orchard ',
        employee: 'e-1',
        terms: 'on',
        role: 'admin',
        emailVerified: 'true',
        metadata: 'x',
      },
    )
    await using _ = fixture.emulator
    expect(fixture.user).toMatchObject({
      metadata: { company: 'Orchard' },
      externalId: 'e-1',
      emailVerified: false,
    })
  })

  it('A12, RE-7: are not stored unless the app names them', async () => {
    const fixture = await signUp({}, { company: 'Orchard', externalId: 'e-1' })
    await using _ = fixture.emulator
    expect(fixture.user).toMatchObject({ metadata: {}, externalId: null })
  })

  const drawn: Options = {
    signUpFields: {
      company: { keep: 'metadata', label: { en: 'Company', de: 'Firma' }, required: true },
      terms: { keep: 'check', label: 'I accept the terms', type: 'checkbox', required: true },
      employee: 'externalId',
    },
    passwordRules: { minLength: 12, digit: true },
  }

  const flowOf = async (handler: { handle(request: Request): Promise<Response> }, query: string) =>
    (await (await handler.handle(new Request(`${appOrigin}/auth/flow?${query}`))).json()) as {
      step: Record<string, unknown>
      values: Record<string, string>
      error?: { code: string; field?: string }
    }

  it('A12: are part of the step, in order, if they have a label, along with the password rules', async () => {
    const fixture = await createFixture(drawn)
    await using _ = fixture.emulator
    const { step } = await flowOf(fixture.handler, 'kind=sign-up')
    expect(step).toMatchObject({
      signUpFields: [
        { name: 'company', label: { en: 'Company', de: 'Firma' }, required: true },
        { name: 'terms', label: 'I accept the terms', type: 'checkbox', required: true },
      ],
      passwordRules: { minLength: 12, digit: true },
    })
    expect((await flowOf(fixture.handler, 'kind=sign-in')).step).not.toHaveProperty('signUpFields')
    expect((await flowOf(fixture.handler, 'kind=reset-password&token=t')).step).toMatchObject({
      name: 'reset',
      passwordRules: { minLength: 12, digit: true },
    })
    const { token } = await fixture.client.sendInvitation({ email: EMAIL })
    expect((await flowOf(fixture.handler, `kind=invitation&token=${token}`)).step).toMatchObject({
      signUpFields: [{ name: 'company' }, { name: 'terms' }],
      passwordRules: { minLength: 12, digit: true },
    })
  })

  it('A12: are named if they are required and missing, and typed values are kept without JavaScript', async () => {
    const fixture = await createFixture(drawn)
    await using _ = fixture.emulator
    const driver = fixture.driver('form')
    await driver.open('sign-up')
    await driver.act('sign-up', { email: EMAIL, password: PASSWORD, firstName: 'Mara', company: 'Orchard' })
    expect(await driver.errorCode()).toBe('field_required')
    const headers = { origin: appOrigin, 'content-type': 'application/x-www-form-urlencoded' }
    const body = new URLSearchParams({
      email: EMAIL,
      password: PASSWORD,
      company: 'Orchard',
      kind: 'sign-up',
    })
    const post = { method: 'POST', headers, body: body.toString() }
    const refused = await fixture.handler.handle(new Request(`${appOrigin}/auth/sign-up/password`, post))
    const cookie = refused.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    const { search } = new URL(refused.headers.get('location') ?? '', appOrigin)
    const shown = await fixture.handler.handle(
      new Request(`${appOrigin}/auth/flow${search}&kind=sign-up`, { headers: { cookie } }),
    )
    expect(await shown.json()).toMatchObject({
      error: { code: 'field_required', field: 'terms' },
      values: { email: EMAIL, company: 'Orchard' },
    })
    await driver.act('sign-up', { email: EMAIL, password: PASSWORD, company: 'Orchard', terms: 'on' })
    const [user] = (await fixture.client.listUsers({ email: EMAIL })).data
    expect(user).toMatchObject({ metadata: { company: 'Orchard' } })
  })

  it.each([
    ['terms', { terms: 'false' }],
    ['terms', { terms: ' ' }],
    ['company', { terms: 'on', company: '\u200b\u2060' }],
  ])('A12: are refused without the required field %s: %j', async (field, given) => {
    const fixture = await createFixture({
      signUpFields: {
        company: { keep: 'metadata', label: 'Company', required: true },
        terms: { keep: 'check', label: 'I accept the terms', type: 'checkbox', required: true },
      },
    })
    await using _ = fixture.emulator
    const request = new Request(`${appOrigin}/sign-up`, { method: 'POST', headers: { origin: appOrigin } })
    const input = { email: EMAIL, password: PASSWORD, company: 'Orchard', ...given }
    const { payload } = await fixture.handler.advance(request, 'sign-up', input)
    expect(payload.error).toMatchObject({ code: 'field_required', field })
    expect((await fixture.client.listUsers({ email: EMAIL })).data).toEqual([])
  })

  it('A12: are dropped if they do not fit into the cookie, and the sign-up continues', async () => {
    const names = Array.from({ length: 10 }, (_, index) => `f${index}`)
    const signUpFields = Object.fromEntries(names.map((name) => [name, 'metadata'] as const))
    const typed = Object.fromEntries(names.map((name) => [name, name.repeat(250)]))
    const fixture = await signUp({ signUpFields, beforeSignUp: () => ({ form: 'Not now.' }) }, typed)
    await using _ = fixture.emulator
    expect([await fixture.driver.errorCode(), fixture.user]).toEqual(['sign_up_not_allowed', undefined])
  })

  it.each([
    [{ minLength: 0 }, 'minLength'],
    [{ minLength: 8.5 }, 'minLength'],
    [{ minLenght: 8 }, 'minLenght'],
    [{ digit: 2 }, 'digit'],
  ])('DES-32: the error for passwordRules %j names the invalid rule', async (passwordRules, word) => {
    const { client, emulator } = await createFixture()
    await using _ = emulator
    const make = () =>
      createAuthHandler({ client, appOrigin, cookieSecret, passwordRules: passwordRules as never })
    expect(make).toThrow(expect.objectContaining({ option: 'passwordRules' }))
    expect(make).toThrow(word)
  })

  it('DES-32: the default password rules are those of a new environment, and the app can disable them', async () => {
    for (const [passwordRules, expected] of [
      [undefined, { minLength: 10 }],
      [false, undefined],
    ] as const) {
      const fixture = await createFixture({ passwordRules })
      await using _ = fixture.emulator
      expect((await flowOf(fixture.handler, 'kind=sign-up')).step.passwordRules).toEqual(expected)
    }
  })

  it('RE-7: are refused at their field if they are too long, without creating an account', async () => {
    const fixture = await signUp({ signUpFields: { company: 'metadata' } }, { company: 'x'.repeat(601) })
    await using _ = fixture.emulator
    expect([await fixture.driver.errorCode(), fixture.user]).toEqual(['invalid_request', undefined])
  })

  it.each([
    [{ email: 'metadata' }],
    [{ returnTo: 'check' }],
    [{ first_name: 'metadata' }],
    [{ LastName: { keep: 'metadata', label: 'Last name' } }],
    [{ firstName: 'metadata' }],
    [{ firstName: { keep: 'metadata', label: 'First name' } }],
    [{ lastName: true }],
    [{ lastName: null }],
    [{ company: 'required' }],
    [{ company: false }],
    [{ 'a b': 'metadata' }],
    [{ a: 'externalId', b: 'externalId' }],
    [{ a: 'role' }],
    [{ a: null }],
    [{ a: { keep: 'role', label: 'A' } }],
    [{ a: { keep: 'metadata' } }],
    [{ a: { keep: 'metadata', label: {} } }],
    [{ a: { keep: 'metadata', label: { en: ' ' } } }],
    [{ a: { keep: 'metadata', label: 'A', type: 'file' } }],
    [{ a: { keep: 'externalId', label: 'A' }, b: 'externalId' }],
    [Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`f${index}`, 'metadata']))],
  ])('RE-7: cannot be %j, with an error that names the option', async (signUpFields) => {
    const { client, emulator } = await createFixture()
    await using _ = emulator
    const make = () =>
      createAuthHandler({ client, appOrigin, cookieSecret, signUpFields: signUpFields as never })
    expect(make).toThrow(ConfigError)
    expect(make).toThrow(expect.objectContaining({ option: 'signUpFields' }))
  })
})

describe('RE-7: first and last names as sign-up fields', () => {
  const stepOf = async (signUpFields: Options['signUpFields'], query: string) => {
    const { emulator, handler } = await createFixture({ signUpFields })
    await using _ = emulator
    const response = await handler.handle(new Request(`${appOrigin}/auth/flow?${query}`))
    return ((await response.json()) as FlowPayload).step as StartStep
  }

  it('are both shown and optional by default', async () => {
    const { signUpNames } = await stepOf(undefined, 'kind=sign-up')
    expect(nameFields(signUpNames)).toEqual([
      { name: 'firstName', required: false, autoComplete: 'given-name' },
      { name: 'lastName', required: false, autoComplete: 'family-name' },
    ])
  })

  it('are required, optional or omitted as the app configures them, only for sign-up', async () => {
    const signUpFields = { firstName: 'required', lastName: false, company: 'metadata' } as const
    const { signUpNames, ...step } = await stepOf(signUpFields, 'kind=sign-up')
    expect(nameFields(signUpNames)).toEqual([
      { name: 'firstName', required: true, autoComplete: 'given-name' },
    ])
    expect(step.signUpFields).toEqual([])
    expect(await stepOf(signUpFields, 'kind=sign-in')).not.toHaveProperty('signUpNames')
  })

  it.each(['json', 'form'] as const)(
    'are named at their field if they are required and missing (%s)',
    async (mode) => {
      const fixture = await createFixture({ signUpFields: { firstName: 'required', lastName: 'required' } })
      await using _ = fixture.emulator
      const driver = fixture.driver(mode)
      const given = { email: EMAIL, password: PASSWORD }
      for (const [names, field] of [
        [{}, 'firstName'],
        [{ firstName: ' \u200b', lastName: 'Okoye' }, 'firstName'],
        [{ firstName: 'Mara', lastName: ' ' }, 'lastName'],
      ] as const) {
        await driver.open('sign-up')
        await driver.act('sign-up', { ...given, ...names })
        expect(await driver.errorCode()).toBe('field_required')
        const request = new Request(`${appOrigin}/sign-up`, {
          method: 'POST',
          headers: { origin: appOrigin },
        })
        const { payload } = await fixture.handler.advance(request, 'sign-up', { ...given, ...names })
        expect(payload.error).toEqual({ code: 'field_required', field })
        expect((await fixture.client.listUsers({ email: EMAIL })).data).toEqual([])
      }
      await driver.act('sign-up', { ...given, firstName: 'Mara', lastName: 'Okoye' })
      expect((await fixture.client.listUsers({ email: EMAIL })).data).toMatchObject([
        { firstName: 'Mara', lastName: 'Okoye' },
      ])
    },
  )

  it('are not stored if the form omits them, even if they are sent', async () => {
    const fixture = await signUp(
      { signUpFields: { firstName: false, lastName: false } },
      { firstName: 'Mara', lastName: 'x'.repeat(999) },
    )
    await using _ = fixture.emulator
    expect(fixture.user).toMatchObject({ firstName: null, lastName: null })
  })

  it('are also required for an invited user', async () => {
    const fixture = await createFixture({ signUpFields: { lastName: 'required' } })
    await using _ = fixture.emulator
    const { token } = await fixture.client.sendInvitation({ email: EMAIL })
    const driver = fixture.driver()
    await driver.open('invitation', { token })
    await driver.act('sign-up', { email: EMAIL, password: PASSWORD, invitationToken: token })
    expect(await driver.errorCode()).toBe('field_required')
    await driver.act('sign-up', {
      email: EMAIL,
      password: PASSWORD,
      invitationToken: token,
      lastName: 'Okoye',
    })
    expect(await driver.signedInAs()).toBe(EMAIL)
  })

  it.each([
    [{ firstName: 'required' }, {}, 'firstName'],
    [{ firstName: 'required', lastName: 'required' }, { firstName: 'Mara' }, 'lastName'],
    [{ firstName: false }, {}, undefined],
    [undefined, {}, undefined],
  ] as const)('are validated with %j in the browser before the form is sent', (signUpNames, names, field) => {
    const step: StartStep = { ...DEFAULT_OFFER, name: 'start', signUpNames }
    expect(missingInput('sign-up', { email: EMAIL, password: PASSWORD, ...names }, step)?.field).toBe(field)
  })
})

describe('beforeSignUp', () => {
  const refusing: Options = {
    signUpFields: { terms: 'check' },
    beforeSignUp: ({ fields }) => (fields.terms ? undefined : { terms: 'Accept the terms.' }),
  }

  it('RE-7: refuses with the message of the app at the field, and creates no account', async () => {
    const fixture = await signUp(refusing)
    await using _ = fixture.emulator
    expect([await fixture.driver.errorCode(), fixture.user]).toEqual(['sign_up_not_allowed', undefined])
    const body = JSON.stringify({ email: EMAIL, password: PASSWORD })
    const headers = { origin: appOrigin, 'content-type': 'application/json' }
    const request = new Request(`${appOrigin}/auth/sign-up/password`, { method: 'POST', headers, body })
    const { error } = (await (await fixture.handler.handle(request)).json()) as { error: object }
    expect(error).toMatchObject({
      field: 'terms',
      message: 'Accept the terms.',
      messages: { terms: 'Accept the terms.' },
    })
    await fixture.driver.act('sign-up', { email: EMAIL, password: PASSWORD, terms: 'on' })
    expect((await fixture.client.listUsers({ email: EMAIL })).data).toHaveLength(1)
  })

  it('A13, RE-7: refuses an email address that has an account with the same message', async () => {
    const fixture = await createFixture(refusing)
    await using _ = fixture.emulator
    await fixture.client.createUser({ email: EMAIL, password: PASSWORD, emailVerified: true })
    const driver = fixture.driver()
    await driver.open('sign-up')
    await driver.act('sign-up', { email: EMAIL, password: PASSWORD })
    expect([await driver.errorCode(), await driver.signedInAs()]).toEqual(['sign_up_not_allowed', undefined])
  })

  it('A13, RE-7: cannot be bypassed with an emailed code, and creates no account if it throws', async () => {
    const failing: Options = {
      beforeSignUp: () => {
        throw new Error('The list is away.')
      },
    }
    const fixture = await signUp(failing)
    await using _ = fixture.emulator
    expect(fixture.user).toBeUndefined()
    await fixture.driver.open('sign-in')
    await fixture.driver.act('send-code', { email: EMAIL })
    expect(await fixture.driver.step()).toBe('code')
    await fixture.handler.settled()
    expect((await fixture.client.listUsers({ email: EMAIL })).data).toEqual([])
  })
})

describe('an emailed code', () => {
  const OTHER = 'other@orchard.example'
  const RULES: [string, Options][] = [
    ['a required name', { signUpFields: { firstName: 'required' } }],
    [
      'a required input',
      { signUpFields: { company: { keep: 'metadata', label: 'Company', required: true } } },
    ],
    ['beforeSignUp', { beforeSignUp: () => ({ form: 'Not now.' }) }],
    ['no sign-up', { signUp: false }],
  ]

  async function expectNoAccount({ handler, client, emulator }: Awaited<ReturnType<typeof createFixture>>) {
    await handler.settled()
    for (const email of [EMAIL, OTHER]) {
      expect((await client.listUsers({ email })).data).toEqual([])
      expect(await emulator.default.inbox.list({ to: email, kind: 'magic_auth' })).toEqual([])
    }
  }

  it.each(RULES)('A13, A15: does not bypass %s', async (_rule, options) => {
    const fixture = await createFixture(options)
    await using _ = fixture.emulator
    const driver = fixture.driver()
    await driver.open('sign-in')
    for (const email of [EMAIL, OTHER, EMAIL]) {
      await driver.act('send-code', { email })
      expect([await driver.step(), await driver.errorCode()]).toEqual(['code', undefined])
      await driver.act('resend', {})
    }
    await expectNoAccount(fixture)
  })

  it('A13: does not use an invitation for another address', async () => {
    const fixture = await createFixture({ signUp: false })
    await using _ = fixture.emulator
    const { token } = await fixture.client.sendInvitation({ email: 'invited@orchard.example' })
    const driver = fixture.driver()
    await driver.open('invitation', { token })
    await driver.act('send-code', { email: 'invited@orchard.example', invitationToken: token })
    await driver.act('send-code', { email: OTHER })
    await driver.act('identify', { email: OTHER })
    await driver.act('resend', {})
    await expectNoAccount(fixture)
  })

  it('A13: does not create an account again that was deleted after a sign-up with its address', async () => {
    const fixture = await createFixture({ beforeSignUp: () => undefined })
    await using _ = fixture.emulator
    const { client, handler, control } = fixture
    const owner = await client.createUser({ email: EMAIL, password: PASSWORD, emailVerified: true })
    const driver = fixture.driver()
    await driver.open('sign-up')
    await driver.act('sign-up', { email: EMAIL, password: 'harbour-violet-canyon-77' })
    await handler.settled()
    expect(await driver.step()).toBe('verify-email')
    await client.deleteUser({ userId: owner.id })
    await control.clearEmails()
    await driver.act('resend', {})
    await expectNoAccount(fixture)
  })

  it('A13: is sent again to an account that exists, whatever beforeSignUp says now', async () => {
    let isOpen = true
    const fixture = await signUp({ beforeSignUp: () => (isOpen ? undefined : { form: 'Not now.' }) })
    await using _ = fixture.emulator
    const { handler, control, emulator, client } = fixture
    const owner = await client.createUser({ email: OTHER, password: PASSWORD, emailVerified: true })
    const second = handlerDriver({ handler, mode: 'json', fetch: emulator.fetch })
    await second.open('sign-up')
    await second.act('sign-up', { email: owner.email, password: 'harbour-violet-canyon-77' })
    await handler.settled()
    isOpen = false
    for (const [driver, to] of [
      [fixture.driver, EMAIL],
      [second, OTHER],
    ] as const) {
      expect(await driver.step()).toBe('verify-email')
      await control.clearEmails()
      await driver.act('resend', {})
      await handler.settled()
      expect(await emulator.default.inbox.list({ to })).toHaveLength(1)
    }
  })
})

describe('a code for an invited user', () => {
  async function codesSent(options: Options, hasAccount: boolean) {
    const fixture = await createFixture(options)
    await using _ = fixture.emulator
    const { token } = await fixture.client.sendInvitation({ email: EMAIL })
    if (hasAccount) await fixture.client.createUser({ email: EMAIL, password: PASSWORD, emailVerified: true })
    const body = JSON.stringify({ email: EMAIL, invitationToken: token, kind: 'invitation' })
    const headers = { origin: appOrigin, 'content-type': 'application/json' }
    const request = new Request(`${appOrigin}/auth/sign-in/code/send`, { method: 'POST', headers, body })
    const { status } = await fixture.handler.handle(request)
    await fixture.handler.settled()
    const emails = await fixture.emulator.default.inbox.list({ to: EMAIL })
    return [status, emails.filter(({ kind }) => kind === 'magic_auth').length]
  }

  it('A13: is not sent if it would create an account without a call of beforeSignUp', async () => {
    const beforeSignUp = () => ({ form: 'Not now.' })
    expect(await codesSent({ beforeSignUp }, false)).toEqual([200, 0])
    expect(await codesSent({ beforeSignUp }, true)).toEqual([200, 1])
    expect(await codesSent({ signUp: false }, false)).toEqual([200, 1])
  })
})

describe('deletion of the user’s account', () => {
  const allowed: Options = { canDeleteAccount: () => true }

  it('A14: is refused unless the app allows it', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    const response = await fixture.driver.send('DELETE', '/me', { email: fixture.user.email })
    expect([response.status, await codeOf(response)]).toEqual([403, 'forbidden'])
  })

  it.each([
    ['Nadia@Orchard.Example', ' nadia@orchard.example '],
    ['nadia@bücher.example', 'NADIA@xn--bcher-kva.example'],
    ['"Nadia B"@orchard.example', '"nadia b"@orchard.example'],
  ])('A14: accepts %s, as the API spells it, when it is typed as %s', async (spelled, typed) => {
    const fixture = await createFixture(allowed, (send) => async (input, init) => {
      const response = await send(input, init)
      if (!`${input instanceof Request ? input.url : input}`.endsWith('/authenticate')) return response
      const body = await response.json()
      return Response.json({ ...body, user: { ...body.user, email: spelled } }, { status: response.status })
    })
    await using _ = fixture.emulator
    await fixture.client.createUser({ email: EMAIL, password: PASSWORD, emailVerified: true })
    const driver = fixture.driver()
    await driver.open('sign-in')
    await driver.act('password', { email: EMAIL, password: PASSWORD })
    expect(await driver.signedInAs()).toBe(spelled)
    for (const [email, code] of [
      ['', 'email_required'],
      ['other@orchard.example', 'confirmation_mismatch'],
      ['nadia', 'confirmation_mismatch'],
    ] as const)
      expect(await codeOf(await driver.send('DELETE', '/me', { email }))).toBe(code)
    expect((await driver.send('DELETE', '/me', { email: typed })).status).toBe(200)
    expect(await driver.signedInAs()).toBeUndefined()
  })

  it('A14: requires a recent sign-in and the email address, ends the session, and is reported once', async () => {
    const events: { type: string }[] = []
    const fixture = await signedInFixture({ ...allowed, onEvent: (event) => events.push(event) })
    await using _ = fixture.emulator
    const wrong = await fixture.driver.send('DELETE', '/me', { email: 'other@orchard.example' })
    expect([wrong.status, await codeOf(wrong)]).toEqual([400, 'confirmation_mismatch'])
    await fixture.emulator.default.clock.advance(11 * 60_000)
    const old = await fixture.driver.send('DELETE', '/me', { email: fixture.user.email })
    expect(await codeOf(old)).toBe('reauthentication_required')
    await fixture.driver.open('sign-in')
    await fixture.driver.act('password', { email: fixture.user.email, password: PASSWORD })
    expect((await fixture.driver.send('DELETE', '/me', { email: 'NADIA@orchard.example' })).status).toBe(200)
    expect(await fixture.driver.signedInAs()).toBeUndefined()
    expect((await fixture.client.listUsers({ email: fixture.user.email })).data).toEqual([])
    expect(events.filter(({ type }) => type === 'signed_out')).toHaveLength(1)
  })
})

describe('an organization that the user creates', () => {
  it('is refused unless the app allows it', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    const response = await fixture.driver.send('POST', '/organizations', { name: 'Meadow' })
    expect([response.status, await codeOf(response)]).toEqual([403, 'forbidden'])
  })

  it('KIT-13: can be entered and managed by its creator, who can send its invitations again', async () => {
    const fixture = await signedInFixture({ canCreateOrganization: () => true })
    await using _ = fixture.emulator
    for (const name of ['', '   ', 'x'.repeat(101)])
      expect((await fixture.driver.send('POST', '/organizations', { name })).status).toBe(400)
    const made = await fixture.driver.send('POST', '/organizations', { name: 'Meadow' })
    const entry = (await made.json()) as { id: string }
    expect([made.status, entry]).toEqual([
      201,
      { id: entry.id, name: 'Meadow', role: 'admin', current: false },
    ])
    await fixture.driver.send('POST', '/organization/switch', { organizationId: entry.id })
    const invited = await fixture.driver.send('POST', '/invitations', { email: EMAIL, role: 'member' })
    const { id } = (await invited.json()) as { id: string }
    await fixture.control.clearEmails()
    expect((await fixture.driver.send('POST', '/invitations/resend', { invitationId: id })).status).toBe(200)
    expect((await fixture.control.email(EMAIL, 'invitation')).to).toBe(EMAIL)
  })

  it('is deleted again if its creator could not become a member', async () => {
    const fixture = await signedInFixture({ canCreateOrganization: () => true })
    await using _ = fixture.emulator
    await fixture.control.addFault({
      path: '/user_management/organization_memberships',
      method: 'POST',
      respond: { status: 503 },
    })
    const response = await fixture.driver.send('POST', '/organizations', { name: 'Meadow' })
    await fixture.control.clearFaults()
    expect(response.status).toBe(503)
    expect((await fixture.client.listOrganizations()).data).toEqual([])
  })

  it('cannot send an invitation again for another organization or with a role that the caller cannot assign', async () => {
    const fixture = await signedInFixture({
      canCreateOrganization: () => true,
      canManageMembers: () => true,
      assignableRoles: () => ['member'],
    })
    await using _ = fixture.emulator
    const other = await fixture.client.createOrganization({ name: 'Other' })
    const own = (await (await fixture.driver.send('POST', '/organizations', { name: 'Own' })).json()) as {
      id: string
    }
    await fixture.driver.send('POST', '/organization/switch', { organizationId: own.id })
    const invite = (organizationId: string, roleSlug: string) =>
      fixture.client.sendInvitation({
        email: `${roleSlug}-${organizationId}@orchard.example`.toLowerCase(),
        organizationId,
        roleSlug,
      })
    const resend = async (id: string) =>
      codeOf(await fixture.driver.send('POST', '/invitations/resend', { invitationId: id }))
    expect(await resend((await invite(other.id, 'member')).id)).toBe('not_found')
    expect(await resend((await invite(own.id, 'admin')).id)).toBe('role_not_allowed')
    expect(await resend((await invite(own.id, 'member')).id)).toBe('none')
  })
})
