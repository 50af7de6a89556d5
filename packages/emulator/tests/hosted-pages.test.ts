import { afterAll, describe, expect, it } from 'vitest'
import { createBrowser } from './browser.ts'
import { organization, PASSWORD, start, verifiedUser } from './fixture.ts'

const caller = await start()
const { authenticate, call, emulator, environment } = caller
afterAll(() => emulator.close())

async function begin(parameters: Record<string, string> = {}) {
  const browser = createBrowser(emulator)
  const query = new URLSearchParams({
    client_id: environment.clientId,
    redirect_uri: 'http://localhost:3000/callback',
    response_type: 'code',
    state: 'the state',
    provider: 'authkit',
    ...parameters,
  })
  await browser.open(`${emulator.url}/user_management/authorize?${query}`)
  return browser
}

async function exchange(url: URL) {
  expect(url.origin + url.pathname).toBe('http://localhost:3000/callback')
  expect(url.searchParams.get('state')).toBe('the state')
  return authenticate({ grant_type: 'authorization_code', code: url.searchParams.get('code') })
}

describe('sign-in', () => {
  it('returns to the application after a password', async () => {
    await verifiedUser(caller, 'nadia@orchard.example')
    const browser = await begin()
    expect(browser.html).toContain('<h1>Sign in</h1>')
    await browser.submit({
      action: 'password',
      email: 'nadia@orchard.example',
      password: 'wrong wrong wrong',
    })
    expect(browser.status).toBe(400)
    expect(browser.html).toContain('The email or password is incorrect.')
    await browser.submit({ action: 'password', email: 'nadia@orchard.example', password: PASSWORD })
    expect((await exchange(browser.url)).body.authentication_method).toBe('Password')
  })

  it('accepts an emailed code', async () => {
    const browser = await begin()
    await browser.submit({ action: 'magic', email: 'code@orchard.example' })
    const { code = '' } = await environment.inbox.waitFor({ to: 'code@orchard.example' })
    await browser.submit({ code: `${code.slice(0, 3)} ${code.slice(3)}` })
    expect((await exchange(browser.url)).body.authentication_method).toBe('MagicAuth')
  })

  it('requires an authenticator code and an organization', async () => {
    const id = await verifiedUser(caller, 'steps@orchard.example')
    const orchard = await organization(caller, 'Orchard', [id])
    await organization(caller, 'Brook <script>', [id])
    await call('POST', `/user_management/users/${id}/auth_factors`, { type: 'totp' })
    const browser = await begin({ login_hint: 'steps@orchard.example' })
    expect(browser.html).toContain('value="steps@orchard.example"')
    await browser.submit({ action: 'password', email: 'steps@orchard.example', password: PASSWORD })
    expect(browser.html).toContain('Two-step verification')
    await browser.submit({ code: await environment.totp(id) })
    expect(browser.html).toContain('Choose an organization')
    expect(browser.html).toContain('Brook &lt;script&gt;')
    await browser.submit({ organization_id: orchard })
    expect((await exchange(browser.url)).body).toMatchObject({ organization_id: orchard })
  })

  it('enrolls an authenticator app if the environment requires one', async () => {
    const id = await verifiedUser(caller, 'enroll@orchard.example')
    await environment.settings.update({ mfa: 'required' })
    const browser = await begin()
    await browser.submit({ action: 'password', email: 'enroll@orchard.example', password: PASSWORD })
    expect(browser.html).toContain('src="data:image/png;base64,')
    await browser.submit({ code: await environment.totp(id) })
    expect((await exchange(browser.url)).status).toBe(200)
    await environment.settings.update({ mfa: 'if_enrolled' })
  })

  it('continues to the identity provider if the organization requires single sign-on', async () => {
    await environment.seed({
      users: [{ email: 'lee@brook.example', password: PASSWORD, email_verified: true }],
      organizations: [
        { name: 'Brook', policy: { sso_required: true }, members: [{ email: 'lee@brook.example' }] },
      ],
      connections: [
        { organization: 'Brook', domains: ['brook.example'], profiles: [{ email: 'lee@brook.example' }] },
      ],
    })
    const browser = await begin()
    await browser.submit({ action: 'password', email: 'lee@brook.example', password: PASSWORD })
    expect(browser.html).toContain('Continue with Brook SSO')
    await browser.submit({ identity: 'lee@brook.example' })
    expect((await exchange(browser.url)).body.authentication_method).toBe('SSO')
  })

  it('has a URL that stops working when the sign-in is finished', async () => {
    const browser = await begin()
    const address = browser.url.href
    await browser.submit({ action: 'password', email: 'nadia@orchard.example', password: PASSWORD })
    await browser.open(address)
    expect(browser.status).toBe(404)
  })
})

describe('impersonation', () => {
  it('signs in as the user once the dashboard allows it, with a token that contains the impersonator', async () => {
    const id = await verifiedUser(caller, 'helped@orchard.example')
    await call('POST', `/user_management/users/${id}/auth_factors`, { type: 'totp' })
    const refused = await begin()
    await refused.submit({ action: 'impersonate' })
    expect(refused.status).toBe(400)
    await environment.impersonate(id, { email: 'support@orchard.example', reason: 'a ticket' })
    const browser = await begin()
    expect(browser.html).toContain(
      'Continue as helped@orchard.example, impersonated by support@orchard.example',
    )
    await browser.submit({ action: 'impersonate' })
    const { body } = await exchange(browser.url)
    expect(body).toMatchObject({
      authentication_method: 'Impersonation',
      impersonator: { email: 'support@orchard.example', reason: 'a ticket' },
      user: { id },
    })
    const claims = JSON.parse(Buffer.from(body.access_token.split('.')[1], 'base64url').toString())
    expect(claims.act).toEqual({ sub: 'support@orchard.example' })
    const again = await begin()
    await again.submit({ action: 'impersonate' })
    expect(again.status).toBe(400)
  })
})

describe('sign-up', () => {
  it('verifies the email address and signs the user in', async () => {
    const browser = await begin({ screen_hint: 'sign-up' })
    await browser.submit({ email: 'fresh@orchard.example', password: 'short' })
    expect(browser.html).toContain('at least 10 characters')
    await browser.submit({ email: 'fresh@orchard.example', password: PASSWORD, first_name: 'Fresh' })
    expect(browser.html).toContain('Verify your email')
    const { code = '' } = await environment.inbox.waitFor({
      to: 'fresh@orchard.example',
      kind: 'email_verification',
    })
    await browser.submit({ code })
    expect((await exchange(browser.url)).body.user).toMatchObject({
      first_name: 'Fresh',
      email_verified: true,
    })
  })

  it('A1 shows the same page for an email address that already has an account', async () => {
    await verifiedUser(caller, 'taken@orchard.example')
    const browser = await begin({ screen_hint: 'sign-up' })
    await browser.submit({ email: 'taken@orchard.example', password: PASSWORD })
    expect(browser.html).toContain('Verify your email')
    await browser.submit({ code: '123456' })
    expect(browser.url.origin).toBe(new URL(emulator.url).origin)
  })
})

describe('links in emails', () => {
  it('A1 resets the password, and shows the same page for known and unknown email addresses', async () => {
    await verifiedUser(caller, 'forgot@orchard.example')
    const browser = await begin()
    await browser.submit({ action: 'go-forgot' })
    await browser.submit({ email: 'nobody@orchard.example' })
    const unknown = browser.html.replaceAll('nobody', 'X')
    await browser.submit({ action: 'go-sign-in' })
    await browser.submit({ action: 'go-forgot' })
    await browser.submit({ email: 'forgot@orchard.example' })
    expect(browser.html.replaceAll('forgot', 'X')).toBe(unknown)
    const { url = '' } = await environment.inbox.waitFor({
      to: 'forgot@orchard.example',
      kind: 'password_reset',
    })
    await browser.open(url)
    await browser.submit({ password: 'an entirely new password' })
    expect(browser.html).toContain('Your password has been changed')
    const session = await authenticate({
      grant_type: 'password',
      email: 'forgot@orchard.example',
      password: 'an entirely new password',
    })
    expect(session.status).toBe(200)
  })

  it('accept an invitation with a new password', async () => {
    const organization_id = await organization(caller, 'Inviting')
    await call('POST', '/user_management/invitations', { email: 'guest@orchard.example', organization_id })
    const { url = '' } = await environment.inbox.waitFor({ to: 'guest@orchard.example' })
    const browser = createBrowser(emulator)
    await browser.open(url)
    expect(browser.html).toContain('Join Inviting')
    await browser.submit({ password: PASSWORD })
    expect(browser.html).toContain('Welcome to Inviting')
    const session = await authenticate({
      grant_type: 'password',
      email: 'guest@orchard.example',
      password: PASSWORD,
    })
    expect(session.body).toMatchObject({ organization_id })
    await browser.open(url)
    expect(browser.status).toBe(400)
  })
})

describe('stand-in providers', () => {
  it('have a button on the sign-in page', async () => {
    const browser = await begin()
    await browser.submit({ action: 'provider', provider: 'GitHubOAuth' })
    expect(browser.html).toContain('Continue with GitHub')
    await browser.submit({ email: 'button@orchard.example' })
    expect((await exchange(browser.url)).body.authentication_method).toBe('GitHubOAuth')
  })

  it('sign in to the organization that the application requested', async () => {
    const id = await verifiedUser(caller, 'asked@orchard.example')
    await organization(caller, 'Not asked', [id])
    const requested = await organization(caller, 'Asked', [id])
    const browser = await begin({ organization_id: requested })
    await browser.submit({ action: 'password', email: 'asked@orchard.example', password: PASSWORD })
    expect((await exchange(browser.url)).body.organization_id).toBe(requested)
  })

  it('sign in the identity that was typed', async () => {
    const browser = await begin({ provider: 'GoogleOAuth' })
    expect(browser.html).toContain('This page replaces Google, which is not contacted.')
    await browser.submit({ email: 'social@orchard.example', first_name: 'Soc' })
    const { body } = await exchange(browser.url)
    expect(body).toMatchObject({
      authentication_method: 'GoogleOAuth',
      user: { first_name: 'Soc', email_verified: true },
    })
  })

  it('return to the application with access_denied if the user refuses', async () => {
    const browser = await begin({ provider: 'GitHubOAuth' })
    await browser.submit({ action: 'deny' })
    expect(browser.url.searchParams.get('error')).toBe('access_denied')
    expect(browser.url.searchParams.get('state')).toBe('the state')
  })

  it('A6 never link an unverified email address to an existing account', async () => {
    await verifiedUser(caller, 'victim@orchard.example')
    const browser = await begin({ provider: 'GitHubOAuth' })
    await browser.submit({ email: 'victim@orchard.example', unverified: 'on' })
    expect(browser.url.searchParams.get('error')).toBe('oauth_failed')
  })
})

describe('every page', () => {
  it('has a strict policy and no script', async () => {
    const browser = await begin()
    const policy = browser.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(browser.html).not.toContain('<script')
    expect(browser.headers.get('cache-control')).toBe('no-store')
  })

  it('E1 accepts no form from another site', async () => {
    const browser = await begin()
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, {}]) {
      const response = await emulator.fetch(browser.url, { method: 'POST', body: 'action=deny', headers })
      expect(response.status).toBe(403)
    }
  })
})

describe('LAY-1: a failed attempt causes the same event on a hosted page as through the API', () => {
  const failures = async (event: string) =>
    (await call('GET', `/_emulator/events?event=${event}`)).body.data.map((entry: { data: object }) => ({
      ...entry.data,
      user_agent: null,
    }))

  /** The event from the page and the event from the API, in this order. */
  async function both(event: string, onPage: () => Promise<unknown>, overApi: () => Promise<unknown>) {
    const before = (await failures(event)).length
    await onPage()
    await overApi()
    return (await failures(event)).slice(before)
  }

  it.each([
    ['known', 'fails@orchard.example'],
    ['unknown', 'nobody@orchard.example'],
  ])('with a wrong password for a %s email address', async (_kind, email) => {
    await call('POST', '/user_management/users', {
      email: 'fails@orchard.example',
      password: PASSWORD,
      email_verified: true,
    })
    const password = 'wrong wrong wrong'
    const browser = await begin()
    const [page, api] = await both(
      'authentication.password_failed',
      () => browser.submit({ action: 'password', email, password }),
      () => authenticate({ grant_type: 'password', email, password }),
    )
    expect(page).toMatchObject({ type: 'password', status: 'failed', email })
    expect(page).toEqual(api)
  })

  it('with a wrong emailed code', async () => {
    const email = 'wrong-code@orchard.example'
    const browser = await begin()
    await browser.submit({ action: 'magic', email })
    const [page, api] = await both(
      'authentication.magic_auth_failed',
      () => browser.submit({ code: 'no code' }),
      () =>
        authenticate({ grant_type: 'urn:workos:oauth:grant-type:magic-auth:code', email, code: 'no code' }),
    )
    expect(page).toMatchObject({ status: 'failed', email, error: { code: 'invalid_one_time_code' } })
    expect(page).toEqual(api)
  })

  it('with a wrong code of an authenticator app', async () => {
    const email = 'wrong-totp@orchard.example'
    const id = await verifiedUser(caller, email)
    const { body } = await call('POST', `/user_management/users/${id}/auth_factors`, { type: 'totp' })
    const step = await authenticate({ grant_type: 'password', email, password: PASSWORD })
    const browser = await begin()
    await browser.submit({ action: 'password', email, password: PASSWORD })
    const [page, api] = await both(
      'authentication.mfa_failed',
      () => browser.submit({ code: 'no code' }),
      () =>
        authenticate({
          grant_type: 'urn:workos:oauth:grant-type:mfa-totp',
          code: 'no code',
          pending_authentication_token: step.body.pending_authentication_token,
          authentication_challenge_id: body.authentication_challenge.id,
        }),
    )
    expect(page).toMatchObject({ status: 'failed', email, user_id: id })
    expect(page).toEqual(api)
  })
})
