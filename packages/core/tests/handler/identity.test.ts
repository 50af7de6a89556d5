import { afterEach, describe, expect, it, vi } from 'vitest'
import { requireInvitation } from '../../src/handler/flow/invitation.ts'
import { readEmailAddress } from '../../src/handler/identity/email-address.ts'
import type { FlowPayload } from '../../src/index.ts'
import { createClient } from '../../src/server.ts'
import { appOrigin, createFixture } from './fixture.ts'
import { PASSWORD } from './signed-in-fixture.ts'

type Fixture = Awaited<ReturnType<typeof createFixture>>

const headers = { origin: appOrigin, 'content-type': 'application/json' }

async function post(fixture: Fixture, path: string, fields: Record<string, string>, cookie = '') {
  const init = { method: 'POST', headers: { ...headers, cookie }, body: JSON.stringify(fields) }
  const response = await fixture.handler.handle(new Request(`${appOrigin}/auth${path}`, init))
  const body = (await response.json()) as FlowPayload
  const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0])
  return { status: response.status, body, cookie: cookies.join('; ') }
}

const get = async (fixture: Fixture, path: string, more: Record<string, string> = {}) => {
  const headers = { 'sec-fetch-site': 'same-origin', ...more }
  const response = await fixture.handler.handle(new Request(`${appOrigin}/auth${path}`, { headers }))
  return { status: response.status, text: await response.text(), location: response.headers.get('location') }
}

/** A fixture whose calls to the API can be observed and refused. */
async function watched(
  refuse: (request: Request, body: string) => Response | undefined = () => undefined,
  options: Parameters<typeof createFixture>[0] = {},
) {
  const calls: { url: URL; body: string }[] = []
  const fixture = await createFixture(options, (send) => async (input, init) => {
    const request = new Request(input, init)
    const body = await request.clone().text()
    calls.push({ url: new URL(request.url), body })
    return refuse(request, body) ?? send(request)
  })
  return { ...fixture, calls }
}

afterEach(() => vi.restoreAllMocks())

describe('BUG-01, BUG-02: the spellings of an email address', () => {
  it.each([
    ["mary.o'kane@orchard.example", "Mary.O'Kane@Orchard.Example"],
    ["!#$%&'*+-/=?^_`{|}~@orchard.example", "!#$%&'*+-/=?^_`{|}~@ORCHARD.example"],
    ['info@xn--mnchen-3ya.example', 'info@münchen.example'],
    ['info@xn--mnchen-3ya.example', ' INFO@MU\u0308NCHEN.example\u200b'],
    ['andré@orchard.example', 'ANDRE\u0301@orchard.example'],
  ])('allow %s to use password, code, reset and sign-up as %s', async (email, typed) => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    await fixture.client.createUser({ email, password: PASSWORD, emailVerified: true })
    expect(
      (await post(fixture, '/sign-in/password', { email: typed, password: PASSWORD })).body.step.name,
    ).toBe('complete')
    const sent = await post(fixture, '/sign-in/code/send', { email: typed })
    expect(sent.body.step).toEqual({ name: 'code', email })
    expect((await fixture.control.email(email, 'magic_auth')).code).toMatch(/^\d{6}$/)
    expect((await post(fixture, '/password/forgot', { email: typed })).body.step.name).toBe('forgot-sent')
    expect((await fixture.control.email(email, 'password_reset')).token).toBeDefined()
    await post(fixture, '/sign-up/password', { email: typed, password: 'another-lantern-quartz-7' })
    expect((await fixture.client.listUsers({ limit: 100 })).data).toHaveLength(1)
  })

  it.each([
    ['gast@münchen.example', 'gast@xn--mnchen-3ya.example'],
    ['Gast@XN--MNCHEN-3YA.example', 'gast@xn--mnchen-3ya.example'],
    ["mary.o'kane@orchard.example", "mary.o'kane@orchard.example"],
    ['andre\u0301@orchard.example', 'andré@orchard.example'],
  ])('N22: let an invitation to %s be used by %s', async (invited, email) => {
    const invitation = {
      object: 'invitation',
      id: 'invitation_1',
      email: invited,
      state: 'pending',
      token: 't',
    }
    const more = { accepted_at: null, revoked_at: null, expires_at: '', created_at: '', updated_at: '' }
    const response = {
      ...invitation,
      ...more,
      organization_id: null,
      inviter_user_id: null,
      accept_invitation_url: '',
    }
    const client = createClient({
      apiKey: 'sk_test_x',
      clientId: 'client_x',
      fetch: async () => Response.json(response),
    })
    await expect(requireInvitation(email, 't', { client })).resolves.toMatchObject({ id: 'invitation_1' })
    await expect(requireInvitation(`x${email}`, 't', { client })).rejects.toMatchObject({
      failure: { error: { code: 'invitation_cannot_be_used_for_email' } },
    })
  })

  it('BUG-02: do not affect whether an invitation page recognizes the signed-in user as the invited one', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const invite = async (email: string) => (await fixture.client.sendInvitation({ email })).token ?? ''
    const [own, other] = [await invite('Andre\u0301@MÜNCHEN.example'), await invite('tomas@orchard.example')]
    const email = 'andré@xn--mnchen-3ya.example'
    await fixture.client.createUser({ email, password: PASSWORD, emailVerified: true })
    const { cookie } = await post(fixture, '/sign-in/password', { email, password: PASSWORD })
    const stepOf = async (token: string, more = { cookie }) =>
      (JSON.parse((await get(fixture, `/invitation?token=${token}`, more)).text) as FlowPayload).step
    expect(await stepOf(own)).toMatchObject({ state: 'pending', mayAccept: true })
    expect(await stepOf(own)).not.toHaveProperty('signedInAs')
    expect(await stepOf(other)).toMatchObject({ mayAccept: false, signedInAs: email })
    for (const token of [own, other]) {
      const step = await stepOf(token, { cookie: '' })
      expect(step).not.toHaveProperty('mayAccept')
      expect(step).not.toHaveProperty('signedInAs')
    }
  })

  it('N22: lead to the organization of the domain in either spelling', async () => {
    const fixture = await watched()
    await using _ = fixture.emulator
    const organization = await fixture.client.createOrganization({
      name: 'München',
      domainData: [{ domain: 'münchen.example', state: 'verified' }],
    })
    for (const typed of ['info@münchen.example', 'info@XN--MNCHEN-3YA.example', 'info@MÜNCHEN.example']) {
      const { location } = await get(fixture, `/authorize?email=${encodeURIComponent(typed)}`)
      const requested = fixture.calls.filter(({ url }) => url.pathname === '/organizations').at(-1)
        ?.url.searchParams
      expect(requested?.getAll('domains')).toEqual(['xn--mnchen-3ya.example', 'münchen.example'])
      expect(new URL(location ?? '').searchParams.get('organization_id')).toBe(organization.id)
    }
  })

  it('N22: are normalized before a change of the email address', async () => {
    const fixture = await watched()
    await using _ = fixture.emulator
    await fixture.client.createUser({
      email: 'nadia@orchard.example',
      password: PASSWORD,
      emailVerified: true,
    })
    const { cookie } = await post(fixture, '/sign-in/password', {
      email: 'nadia@orchard.example',
      password: PASSWORD,
    })
    const changed = await post(fixture, '/me/email/send', { newEmail: 'Info@MÜNCHEN.example' }, cookie)
    expect(changed.body).toMatchObject({ newEmail: 'info@xn--mnchen-3ya.example' })
    for (const [newEmail, code] of [
      ['a@c.example?x', 'email_invalid'],
      ['\u200b', 'email_required'],
    ] as const) {
      const refused = await post(fixture, '/me/email/send', { newEmail }, cookie)
      expect(refused.body.error).toMatchObject({ code, field: 'newEmail' })
    }
  })
})

describe('N11, N12: forms and the API', () => {
  const locals = [
    ...Array.from({ length: 0x80 }, (_, code) => `a${String.fromCodePoint(code)}b`),
    ...[
      '.a',
      'a.',
      'a..b',
      'a'.repeat(64),
      'a'.repeat(65),
      'ü'.repeat(64),
      'ß',
      'İ',
      'Σ',
      'ﬁ',
      '用户',
      '🦄',
      '𠮷',
    ],
    ...[
      'a\u200bb',
      'a\u200cb',
      'a\u00adb',
      'a\u3164b',
      'a\u2800b',
      'a\u00a0b',
      'a\ufe6bb',
      'a\uff02b',
      '①',
      '½',
    ],
  ]
  const domains = [
    ...[
      'ORCHARD.example',
      'münchen.example',
      'mu\u0308nchen.example',
      '例え。テスト',
      'نامه\u200cای.example',
      'ﬁ.example',
    ],
    ...[
      'straße.example',
      '１.example',
      'i❤.example',
      'a--b.example',
      `${'a'.repeat(63)}.example`,
      'א1.example',
    ],
    ...[
      'a_b.example',
      '-a.example',
      'localhost',
      '127.0.0.1',
      '2130706433',
      '[127.0.0.1]',
      'a.1',
      'a..b.example',
    ],
    ...[
      'orchard.example.',
      'orchard.example:25',
      'orchard.example/x',
      'orchard.example?x',
      'orchard.example#x',
    ],
    ...['orch%61rd.example', 'orchard\u200b.example', 'orch\u00adard.example', `${'a'.repeat(64)}.example`],
  ]

  it('accept the same email addresses, and find the user by the value that the form sends', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    for (const email of [
      ...locals.map((one) => `${one}@orchard.example`),
      ...domains.map((one) => `nadia@${one}`),
    ]) {
      const form = readEmailAddress(email)
      const user = await fixture.client.createUser({ email }).catch(() => undefined)
      expect(form === undefined, JSON.stringify(email)).toBe(user === undefined)
      if (user === undefined) continue
      const found = await fixture.client.listUsers({ email: form })
      expect(
        found.data.map(({ id }) => id),
        JSON.stringify(email),
      ).toEqual([user.id])
      await fixture.client.deleteUser({ userId: user.id })
    }
  })

  it('BUG-02: have one user per mailbox, regardless of how the user was created and how the address is typed', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    await fixture.client.createUser({
      email: 'info@münchen.example',
      password: PASSWORD,
      emailVerified: true,
    })
    for (const email of ['info@münchen.example', 'info@xn--mnchen-3ya.example', 'INFO@MÜNCHEN.EXAMPLE']) {
      const { body } = await post(fixture, '/sign-in/password', { email, password: PASSWORD })
      expect(body.step.name).toBe('complete')
      await post(fixture, '/sign-in/code/send', { email })
    }
    const organization = await fixture.client.createOrganization({ name: 'Orchard' })
    const invitation = { email: 'gast@münchen.example', organizationId: organization.id }
    const { token = '' } = await fixture.client.sendInvitation(invitation)
    const fields = {
      kind: 'invitation',
      invitationToken: token,
      email: 'Gast@xn--mnchen-3ya.example',
      password: PASSWORD,
    }
    expect((await post(fixture, '/sign-up/password', fields)).status).toBe(200)
    expect((await fixture.client.listUsers({ limit: 100 })).data).toHaveLength(2)
  })
})

describe('BUG-02: a password in different Unicode forms', () => {
  const decomposed = 'cafe\u0301-lantern\u00a0quartz-42'
  const composed = 'café-lantern quartz-42'

  it('is stored in one form, regardless of the form in which it was typed', async () => {
    const fixture = await watched()
    await using _ = fixture.emulator
    const email = 'nadia@orchard.example'
    await post(fixture, '/sign-up/password', { email, password: decomposed })
    const created = fixture.calls.find(({ url }) => url.pathname === '/user_management/users')
    expect(JSON.parse(created?.body ?? '{}').password).toBe(composed)
    for (const password of [decomposed, composed]) {
      const { body } = await post(fixture, '/sign-in/password', { email, password })
      expect(body.step.name).toBe('verify-email')
    }
  })

  it('still works if the API has stored it in another form', async () => {
    const fixture = await watched()
    await using _ = fixture.emulator
    const email = 'nadia@orchard.example'
    await fixture.client.createUser({ email, password: decomposed, emailVerified: true })
    const { body, cookie } = await post(fixture, '/sign-in/password', { email, password: decomposed })
    expect(body.step.name).toBe('complete')
    const change = { currentPassword: decomposed, newPassword: 'naïve-lantern-quartz-42'.normalize('NFD') }
    expect((await post(fixture, '/me/password', change, cookie)).status).toBe(200)
    const stored = fixture.calls.filter(({ body }) => body.includes('"password"')).at(-1)
    expect(JSON.parse(stored?.body ?? '{}').password).toBe('naïve-lantern-quartz-42')
  })
})

describe('N12: input that a form accepts and the API refuses', () => {
  const refusal = (field: string) =>
    Response.json(
      { code: 'invalid_request_parameters', message: 'No.', errors: [{ field, code: 'invalid' }] },
      { status: 422 },
    )

  it.each([
    ['email', '/sign-in/code/send', { email: 'a@b.example' }, 'email', 'email_invalid'],
    ['email', '/sign-in/password', { email: 'a@b.example', password: 'x' }, 'email', 'email_invalid'],
    [
      'password',
      '/sign-in/password',
      { email: 'a@b.example', password: 'x' },
      'password',
      'password_strength_error',
    ],
    [
      'first_name',
      '/sign-up/password',
      { email: 'a@b.example', password: 'x' },
      'firstName',
      'invalid_request',
    ],
    [
      'new_password',
      '/password/reset',
      { token: 't', newPassword: 'x' },
      'newPassword',
      'password_strength_error',
    ],
    [
      'user_agent',
      '/sign-in/password',
      { email: 'a@b.example', password: 'x' },
      undefined,
      'invalid_request',
    ],
    [
      'constructor',
      '/sign-in/password',
      { email: 'a@b.example', password: 'x' },
      undefined,
      'invalid_request',
    ],
  ])('is reported at its field: %s of %s', async (field, path, fields, shown, code) => {
    const fixture = await watched((request) => (request.method === 'POST' ? refusal(field) : undefined))
    await using _ = fixture.emulator
    const { status, body } = await post(fixture, path, fields)
    expect(status).toBe(400)
    expect(body.error).toMatchObject({ code })
    expect(body.error?.field).toBe(shown)
  })
})

describe('N17: an empty parameter', () => {
  it.each([
    ['/flow?kind=reset-password', 'token'],
    ['/flow?kind=invitation', 'token'],
    ['/flow?kind=sign-up', 'token'],
    ['/flow?', 'kind'],
    ['/flow?kind=sign-in', 'flow'],
    ['/flow?kind=sign-in', 'returnTo'],
    ['/invitation?', 'token'],
    ['/device?', 'flow'],
    ['/authorize?provider=GoogleOAuth', 'connection'],
    ['/authorize?provider=GoogleOAuth', 'organization'],
    ['/authorize?provider=GoogleOAuth', 'email'],
    ['/authorize?provider=GoogleOAuth', 'returnTo'],
    ['/authorize?provider=GoogleOAuth', 'invitationToken'],
    ['/authorize?provider=GoogleOAuth', 'kind'],
    ['/callback?code=x&state=y', 'error'],
    ['/callback?error=access_denied&state=y', 'code'],
    ['/callback?code=x&state=y', 'iss'],
  ])('is treated as absent: %s with an empty %s', async (path, name) => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    // Removes the random parts of a response.
    const withoutChance = ({ status, text, location }: Awaited<ReturnType<typeof get>>) => ({
      status,
      text,
      location: location?.replaceAll(/(state|code_challenge|flow)=[^&]+/g, '$1='),
    })
    const absent = withoutChance(await get(fixture, path))
    expect(withoutChance(await get(fixture, `${path}&${name}=`))).toEqual(absent)
  })

  it('is treated as absent in the callback of a sign-in in progress', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const driver = fixture.driver()
    const begun = await driver.send('GET', '/authorize?provider=GoogleOAuth')
    const location = new URL(begun.headers.get('location') ?? '')
    location.searchParams.set('login_hint', 'nadia@orchard.example')
    const provider = await fixture.emulator.fetch(location, { redirect: 'manual' })
    const { search } = new URL(provider.headers.get('location') ?? '')
    const back = await driver.send('GET', `/callback${search}&error=&iss=`)
    expect(back.headers.get('location')).not.toContain('error')
    expect(await driver.signedInAs()).toBe('nadia@orchard.example')
  })

  it('is treated as absent as a cursor of a list, and is invalid as a token', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    await fixture.client.createUser({
      email: 'nadia@orchard.example',
      password: PASSWORD,
      emailVerified: true,
    })
    const { cookie } = await post(fixture, '/sign-in/password', {
      email: 'nadia@orchard.example',
      password: PASSWORD,
    })
    const all = await get(fixture, '/sessions', { cookie })
    for (const query of ['after=', 'before=', 'limit=', 'after=&before=&limit='])
      expect(await get(fixture, `/sessions?${query}`, { cookie })).toEqual(all)
    for (const fields of [{}, { token: '' }, { token: '../x' }]) {
      const refused = await post(fixture, '/invitation', fields as Record<string, string>, cookie)
      expect([refused.status, refused.body.error?.code]).toEqual([400, 'invitation_invalid'])
    }
  })

  it('is treated as absent as a header that describes the browser', async () => {
    const fixture = await watched(undefined, { clientAddress: () => '' })
    await using _ = fixture.emulator
    const init = {
      method: 'POST',
      headers: { ...headers, 'user-agent': '' },
      body: JSON.stringify({ email: 'nadia@orchard.example', password: PASSWORD }),
    }
    await fixture.handler.handle(new Request(`${appOrigin}/auth/sign-in/password`, init))
    const sent = fixture.calls.find(({ url }) => url.pathname.endsWith('/authenticate'))?.body ?? ''
    expect(JSON.parse(sent)).not.toHaveProperty('user_agent')
    expect(JSON.parse(sent)).not.toHaveProperty('ip_address')
    const begun = await get(fixture, '/authorize?provider=GoogleOAuth', { 'sec-fetch-dest': '' })
    expect(begun.status).toBe(303)
  })
})
