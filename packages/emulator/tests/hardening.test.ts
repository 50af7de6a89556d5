import { afterAll, describe, expect, it } from 'vitest'
import { jwtTemplateProblem } from '../src/engine/domain/sessions/jwt-template.ts'
import { createBrowser } from './browser.ts'
import { callerFor, emails, organization, PASSWORD, signIn, start, verifiedUser } from './fixture.ts'

const shared = await start()
const { emulator } = shared
afterAll(() => emulator.close())

const fresh = async () => callerFor(emulator, await emulator.createEnvironment())
const MAGIC = 'urn:workos:oauth:grant-type:magic-auth:code'

describe('S-09: a visitor who registered an email address of another user', () => {
  /** Signs up, enrolls an authenticator app, links a provider, and starts sign-ins without finishing them. */
  async function squatted() {
    const caller = await fresh()
    await caller.environment.settings.update({ email_verification_required: false })
    const email = 'victim@orchard.example'
    const { body } = await caller.call('POST', '/user_management/users', {
      email,
      password: 'the squatters own',
    })
    const enrolment = await caller.call('POST', `/user_management/users/${body.id}/auth_factors`, {
      type: 'totp',
    })
    await caller.call('POST', `/auth/challenges/${enrolment.body.authentication_challenge.id}/verify`, {
      code: await caller.environment.totp(body.id),
    })
    const waiting = await caller.authenticate({
      grant_type: 'password',
      email,
      password: 'the squatters own',
    })
    return { caller, email, id: body.id as string, waiting }
  }

  const reset = async ({ caller, email }: Awaited<ReturnType<typeof squatted>>) => {
    const { body } = await caller.call('POST', '/user_management/password_reset', { email })
    return caller.call('POST', '/user_management/password_reset/confirm', {
      token: body.password_reset_token,
      new_password: PASSWORD,
    })
  }

  it('loses their authenticator app when the owner resets the password', async () => {
    const squat = await squatted()
    expect((await reset(squat)).body.user.email_verified).toBe(true)
    expect((await signIn(squat.caller, squat.email)).user.id).toBe(squat.id)
    const factors = await squat.caller.call('GET', `/user_management/users/${squat.id}/auth_factors`)
    expect(factors.body.data).toEqual([])
  })

  it('loses their unfinished sign-ins', async () => {
    const { caller, ...squat } = await squatted()
    await reset({ caller, ...squat })
    const { body } = await caller.authenticate({
      grant_type: 'urn:workos:oauth:grant-type:mfa-totp',
      code: '000000',
      pending_authentication_token: squat.waiting.body.pending_authentication_token,
      authentication_challenge_id: 'auth_challenge_x',
    })
    expect(body.code).toBe('invalid_pending_authentication_token')
  })

  it('loses linked provider accounts and unused codes when the owner signs in with an emailed code', async () => {
    const caller = await fresh()
    await caller.environment.settings.update({ email_verification_required: false })
    const email = 'victim@orchard.example'
    const atProvider = async () => {
      const browser = createBrowser(emulator)
      await browser.open(
        `/user_management/authorize?${new URLSearchParams({ client_id: caller.environment.clientId, redirect_uri: 'http://localhost:3000/callback', response_type: 'code', provider: 'GoogleOAuth' })}`,
      )
      await browser.submit({ email, unverified: 'on' })
      return browser.url.searchParams.get('code')
    }
    await atProvider()
    const held = await atProvider()
    const { body } = await caller.call('POST', '/user_management/magic_auth', { email })
    expect((await caller.authenticate({ grant_type: MAGIC, email, code: body.code })).status).toBe(200)
    const redeemed = await caller.authenticate({ grant_type: 'authorization_code', code: held })
    expect(redeemed.body.error).toBe('invalid_grant')
    expect(await atProvider()).toBeNull()
  })

  it('is not mistaken for an owner with a verified email address, who keeps their factors', async () => {
    const caller = await fresh()
    const email = 'owner@orchard.example'
    const id = await verifiedUser(caller, email)
    const { body } = await caller.call('POST', `/user_management/users/${id}/auth_factors`, { type: 'totp' })
    await caller.call('POST', `/auth/challenges/${body.authentication_challenge.id}/verify`, {
      code: await caller.environment.totp(id),
    })
    await reset({ caller, email, id, waiting: shared as never })
    const response = await caller.authenticate({ grant_type: 'password', email, password: PASSWORD })
    expect(response.body.code).toBe('mfa_challenge')
  })
})

describe('S-15: a JWT template', () => {
  it.each([
    ['spaces', `{"a":"{{${' '.repeat(100_000)}"}`],
    ['open braces', '{'.repeat(200_000)],
    ['expressions', `{"a":"${'{{ user.email }}'.repeat(20_000)}"}`],
    ['alternatives', `{"a":"{{${"||''".repeat(50_000)}}}"}`],
    ['quotes', `{"a":"${'\\\\'.repeat(100_000)}{{ user.id }}"}`],
  ])('of many %s is checked in linear time', (_what, content) => {
    const startedAt = performance.now()
    jwtTemplateProblem(content)
    expect(performance.now() - startedAt).toBeLessThan(5000)
  })

  it('can set the audience, and text around a value', async () => {
    const caller = await fresh()
    await verifiedUser(caller, 'nadia@orchard.example', { first_name: 'Na"dia' })
    const content = `{"aud":"https://api.example","hello":"say \\"{{ user.first_name }}\\"","raw":{{ user.email_verified }}}`
    expect((await caller.call('PUT', '/user_management/jwt_template', { content })).status).toBe(200)
    const { access_token } = await signIn(caller, 'nadia@orchard.example')
    const claims = JSON.parse(Buffer.from(access_token.split('.')[1], 'base64url').toString())
    expect(claims).toMatchObject({ aud: 'https://api.example', hello: 'say "Na"dia"', raw: true })
  })
})

describe('S-15: an imported password hash', () => {
  const SALT = 'c2FsdHNhbHQ='
  it.each([
    ['pbkdf2', `$pbkdf2-sha256$i=1000000000$${SALT}$${SALT}`],
    ['pbkdf2', `$pbkdf2-sha256$i=0$${SALT}$${SALT}`],
    ['pbkdf2', `$pbkdf2-sha512$i=1000,l=100000$${SALT}$${SALT}`],
    ['pbkdf2', `$pbkdf2-sha512$i=1000$${SALT}$${'A'.repeat(100_000)}`],
    ['bcrypt', `$2b$31$${'a'.repeat(53)}`],
    ['argon2', '$argon2id$v=19$m=4294967295,t=1,p=1$c2FsdHNhbHQ$c2FsdHNhbHQ'],
    ['argon2', '$argon2id$v=19$m=1024,t=99999,p=1$c2FsdHNhbHQ$c2FsdHNhbHQ'],
    ['scrypt', `$scrypt$ln=30,r=8,p=1$${SALT}$${SALT}`],
    ['scrypt', `$scrypt$ln=20,r=32,p=1$${SALT}$${SALT}`],
    ['firebase-scrypt', `$firescrypt$ln=14,r=8,p=1000$${SALT}$${SALT}$ss=Bw==$sk=${SALT}`],
  ])(
    'in the format %s that would block the server is refused: %s',
    async (password_hash_type, password_hash) => {
      const { status, body } = await shared.call('POST', '/user_management/users', {
        email: 'imported@orchard.example',
        password_hash,
        password_hash_type,
      })
      expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_password_hash' })
    },
  )
})

describe('S-15: a page of another site', () => {
  const post = (path: string, headers: Record<string, string>) =>
    shared.call('POST', path, JSON.stringify({ client_id: shared.environment.clientId }), {
      'content-type': 'text/plain',
      ...headers,
    })
  const PATHS = ['/user_management/authorize/device', '/user_management/authenticate', '/sso/token']

  it.each(PATHS)('cannot post to %s', async (path) => {
    const origins: Record<string, string>[] = [{ origin: 'https://evil.example' }, { origin: 'null' }, {}]
    for (const origin of origins) {
      expect((await post(path, { 'sec-fetch-site': 'cross-site', ...origin })).status).toBe(403)
    }
    // Browsers leave out `Sec-Fetch-Site` for plain HTTP outside this machine.
    for (const origin of ['https://evil.example', 'http://192.168.0.7:4100', 'null', 'x'])
      expect([origin, (await post(path, { origin })).status]).toEqual([origin, 403])
  })

  it('can post if it is on this machine or registered, as can any program', async () => {
    const own = await fresh()
    await own.call('POST', '/user_management/cors_origins', { origin: 'https://app.example' })
    const path = '/user_management/authorize/device'
    const cross = { 'sec-fetch-site': 'cross-site' }
    expect((await post(path, { ...cross, origin: 'http://localhost:5173' })).status).toBe(200)
    expect((await post(path, { ...cross, origin: 'https://app.example' })).status).toBe(200)
    expect((await post(path, {})).status).toBe(200)
    for (const origin of ['http://localhost:5173', 'https://app.example', 'http://192.168.0.7:4100'])
      expect([origin, (await post(path, { origin, host: '192.168.0.7:4100' })).status]).toEqual([origin, 200])
  })
})

it('DES-5: the impersonator of a user of two organizations is asked to choose one', async () => {
  const caller = await fresh()
  const id = await verifiedUser(caller, 'ines@orchard.example')
  const orchard = await organization(caller, 'Orchard', [id])
  const brook = await organization(caller, 'Brook', [id])
  await caller.environment.impersonate(id, { email: 'support@orchard.example', reason: 'a ticket' })
  const browser = createBrowser(emulator)
  await browser.open(
    `/user_management/authorize?${new URLSearchParams({ client_id: caller.environment.clientId, redirect_uri: 'http://localhost:3000/callback', response_type: 'code', provider: 'authkit' })}`,
  )
  await browser.submit({ action: 'impersonate' })
  expect(browser.html).toContain('Choose an organization')
  await browser.submit({ organization_id: brook })
  const code = browser.url.searchParams.get('code')
  const { body } = await caller.authenticate({ grant_type: 'authorization_code', code })
  expect(body).toMatchObject({ organization_id: brook, impersonator: { email: 'support@orchard.example' } })
  expect(orchard).not.toBe(brook)
  expect(await emails(caller)).toEqual([])
})
