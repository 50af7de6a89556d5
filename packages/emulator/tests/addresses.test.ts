import { afterAll, describe, expect, it } from 'vitest'
import { createBrowser } from './browser.ts'
import {
  type Caller,
  callerFor,
  emails,
  organization,
  PASSWORD,
  signIn,
  start,
  verifiedUser,
} from './fixture.ts'

const shared = await start()
const consenting = await start({ autoConsent: true })
afterAll(() => Promise.all([shared.emulator.close(), consenting.emulator.close()]))

const fresh = async ({ emulator } = shared) => callerFor(emulator, await emulator.createEnvironment())

const UNICODE = 'info@m\u00fcnchen.example'
const PUNYCODE = 'info@xn--mnchen-3ya.example'
/** Pairs of spellings of the same email address. The first one is stored, and the second one is used afterward. */
const PAIRS = [
  [UNICODE, PUNYCODE],
  [PUNYCODE, UNICODE],
  [UNICODE, 'INFO@M\u00dcNCHEN.example'],
] as const

const count = async ({ call }: Caller) =>
  (await call('GET', '/user_management/users?limit=100')).body.data.length

describe.each(PAIRS)('BUG-02, N22: %j and %j are the same email address', (made, used) => {
  it('at sign-in, for codes, in lists, in the inbox and for authenticator apps', async () => {
    const caller = await fresh()
    const id = await verifiedUser(caller, made)
    expect((await signIn(caller, used)).user).toMatchObject({ id, email: made })
    await caller.call('POST', '/user_management/magic_auth', { email: used })
    expect(await count(caller)).toBe(1)
    const listed = await caller.call('GET', `/user_management/users?email=${encodeURIComponent(used)}`)
    expect(listed.body.data).toHaveLength(1)
    expect(await emails(caller, { to: used })).toHaveLength(1)
    expect(await caller.environment.inbox.waitFor({ to: used })).toMatchObject({ to: made })
    await caller.call('POST', `/user_management/users/${id}/auth_factors`, { type: 'totp' })
    expect(await caller.environment.totp(used)).toBe(await caller.environment.totp(made))
    const again = await caller.call('POST', '/user_management/users', { email: used })
    expect(again.body.errors[0].code).toBe('email_not_available')
    const reset = await caller.call('POST', '/user_management/password_reset', { email: used })
    expect(reset).toMatchObject({ status: 201, body: { user_id: id } })
  })

  it('when invitations are sent, listed and repeated', async () => {
    const caller = await fresh()
    const organization_id = await organization(caller, 'Orchard')
    const { body } = await caller.call('POST', '/user_management/invitations', {
      email: made,
      organization_id,
    })
    const second = await caller.call('POST', '/user_management/invitations', { email: used, organization_id })
    expect(second.body.code).toBe('email_already_invited_to_organization')
    const listed = await caller.call('GET', `/user_management/invitations?email=${encodeURIComponent(used)}`)
    expect(listed.body.data).toHaveLength(1)
    await caller.call('POST', '/user_management/users', { email: used, password: PASSWORD })
    const session = await caller.authenticate({
      grant_type: 'password',
      email: made,
      password: PASSWORD,
      invitation_token: body.token,
    })
    expect(session).toMatchObject({ status: 200, body: { organization_id } })
  })

  it('when an email address is changed', async () => {
    const caller = await fresh()
    const id = await verifiedUser(caller, 'old@orchard.example')
    await verifiedUser(caller, made)
    const send = await caller.call('POST', `/user_management/users/${id}/email_change/send`, {
      new_email: used,
    })
    expect(send).toMatchObject({ status: 409, body: { code: 'email_not_available' } })
    const update = await caller.call('PUT', `/user_management/users/${id}`, { email: used })
    expect(update).toMatchObject({ status: 400, body: { code: 'email_not_available' } })
  })

  it('in seeds, including their members', async () => {
    const caller = await fresh()
    const users = [{ email: made, password: PASSWORD, email_verified: true }]
    await caller.environment.seed({ users })
    await caller.environment.seed({
      users: [{ ...users[0], email: used }],
      organizations: [{ name: 'Orchard', members: [{ email: used }] }],
    })
    expect(await count(caller)).toBe(1)
  })

  it('when signing in with a provider or an identity provider', async () => {
    const caller = await fresh(consenting)
    const id = await verifiedUser(caller, made)
    const domain = made.split('@')[1] as string
    await caller.environment.seed({
      organizations: [{ name: 'Orchard', domains: [domain] }],
      connections: [{ id: 'conn_orchard', organization: 'Orchard', domains: [domain] }],
    })
    const ways: Record<string, string>[] = [{ provider: 'GoogleOAuth' }, { connection_id: 'conn_orchard' }]
    for (const way of ways) {
      const session = await throughProvider(caller, way, used)
      expect(session.body.user).toMatchObject({ id })
    }
    const byHint = await throughProvider(caller, { domain_hint: used.split('@')[1] as string }, used)
    expect(byHint.body.user).toMatchObject({ id })
    const domains = await caller.call(
      'GET',
      `/organizations?domains=${encodeURIComponent(used.split('@')[1] as string)}`,
    )
    expect(domains.body.data).toHaveLength(1)
    expect(await count(caller)).toBe(1)
  })

  it('in the dashboard', async () => {
    const caller = await fresh()
    const page = createBrowser(caller.emulator)
    await page.open(`/_emulator/ui/users?client=${caller.environment.clientId}`)
    await page.submit({ action: 'create', email: made, verified: 'on', password: PASSWORD })
    expect((await signIn(caller, used)).user.email).toBe(made)
    const query = new URLSearchParams({ client: caller.environment.clientId, email: used })
    await page.open(`/_emulator/ui/users?${query}`)
    expect(page.html).toContain(made)
  })
})

async function throughProvider(caller: Caller, way: Record<string, string>, login_hint: string) {
  const query = new URLSearchParams({
    client_id: caller.environment.clientId,
    redirect_uri: 'http://localhost:3000/callback',
    response_type: 'code',
    login_hint,
    ...way,
  })
  const { headers } = await caller.call('GET', `/user_management/authorize?${query}`)
  const code = new URL(headers.get('location') ?? '').searchParams.get('code')
  return caller.authenticate({ grant_type: 'authorization_code', code })
}

describe('N11: every operation refuses an invalid email address or domain', () => {
  const WRONG = [
    'nadia@orchard.example:25',
    'nadia@orchard.example/x',
    'nadia@2130706433',
    'nadia@orch%61rd.example',
    'nadia@localhost',
  ]

  it.each(WRONG)('%s', async (email) => {
    const caller = await fresh()
    const id = await verifiedUser(caller, 'nadia@orchard.example')
    const refused = [
      await caller.call('POST', '/user_management/users', { email }),
      await caller.call('POST', '/user_management/magic_auth', { email }),
      await caller.call('POST', '/user_management/password_reset', { email }),
      await caller.call('POST', '/user_management/invitations', { email }),
      await caller.call('POST', `/user_management/users/${id}/email_change/send`, { new_email: email }),
    ]
    expect(refused.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422])
    expect((await caller.call('PUT', `/user_management/users/${id}`, { email })).body.code).toBe(
      'invalid_email',
    )
    await expect(caller.environment.seed({ users: [{ email }] })).rejects.toThrow(
      'users.0.email: invalid_email',
    )
    const signedIn = await caller.authenticate({ grant_type: 'password', email, password: PASSWORD })
    expect(signedIn.body.code).toBe('invalid_credentials')
    expect(await count(caller)).toBe(1)
  })

  it.each(['orchard.example:443', 'https://orchard.example', 'orchard', '127.0.0.1', 'a b.example'])(
    'the domain %s',
    async (domain) => {
      const caller = await fresh()
      const { status, body } = await caller.call('POST', '/organizations', {
        name: 'Orchard',
        domains: [domain],
      })
      expect(status).toBe(422)
      expect(body.errors[0]).toMatchObject({ field: 'domains', code: 'invalid_domain' })
    },
  )
})

describe('N24: the secret of an authenticator app in a seed', () => {
  it.each([
    'JBSWY3DPEHPK3PXP',
    'jbswy3dpehpk3pxp',
    'JBSW Y3DP EHPK 3PXP',
    'jbsw-y3dp-ehpk-3pxp',
    'JBSWY3DPEHPK3PXP====',
  ])('can be written as %j', async (totp_secret) => {
    const caller = await fresh()
    const seed = { email_verified: true, password: PASSWORD }
    await caller.environment.seed({
      users: [
        { ...seed, email: 'a@orchard.example', totp_secret: 'JBSWY3DPEHPK3PXP' },
        { ...seed, email: 'b@orchard.example', totp_secret },
      ],
    })
    const codes = await Promise.all(
      ['a', 'b'].map((name) => caller.environment.totp(`${name}@orchard.example`)),
    )
    expect(codes[0]).toBe(codes[1])
  })

  it('is named in the error if it is invalid, as other fields are', async () => {
    const caller = await fresh()
    const users = [{ email: 'a@orchard.example', totp_secret: 'not base 32!' }]
    await expect(caller.environment.seed({ users })).rejects.toThrow(
      'users.0.totp_secret: It must be base32, 16 to 128 characters.',
    )
    await expect(
      caller.environment.seed({ users: [{ email: 'b@orchard.example', password: 'short' }] }),
    ).rejects.toThrow('users.0: Password must be at least')
    await expect(
      caller.environment.seed({ organizations: [{ name: 'Orchard', domains: ['nope'] }] }),
    ).rejects.toThrow("organizations.0.domains: 'nope' is not a domain name")
  })
})
