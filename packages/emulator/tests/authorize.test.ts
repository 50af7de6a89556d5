import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callerFor, organization, PASSWORD, start, verifiedUser } from './fixture.ts'

const caller = await start({ autoConsent: true })
const { authenticate, call, environment } = caller
const REDIRECT = 'http://localhost:3000/callback'
const VERIFIER = 'v'.repeat(50)
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url')

beforeAll(() => verifiedUser(caller, 'nadia@orchard.example'))
afterAll(() => caller.emulator.close())

function authorize(parameters: Record<string, string | undefined>) {
  const query = new URLSearchParams({
    client_id: environment.clientId,
    redirect_uri: REDIRECT,
    response_type: 'code',
    state: 's t&ate',
    login_hint: 'nadia@orchard.example',
  })
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined) query.delete(name)
    else query.set(name, value)
  }
  return call('GET', `/user_management/authorize?${query}`, undefined, { authorization: '' })
}

async function code(parameters: Record<string, string>): Promise<string> {
  const { headers } = await authorize(parameters)
  return new URL(headers.get('location') ?? '').searchParams.get('code') ?? ''
}

describe('the redirect', () => {
  it('contains a code and the unchanged state', async () => {
    const { status, headers } = await authorize({ provider: 'authkit' })
    const url = new URL(headers.get('location') ?? '')
    expect(status).toBe(302)
    expect(url.origin + url.pathname).toBe(REDIRECT)
    expect(url.searchParams.get('state')).toBe('s t&ate')
    expect(url.searchParams.get('code')).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/)
  })

  it.each([
    [{ provider: undefined }, 'invalid_connection_selector'],
    [{ provider: 'MySpaceOAuth' }, 'invalid_connection_selector'],
    [{ connection: 'conn_none', provider: 'GoogleOAuth' }, 'connection_invalid'],
    [{ organization_id: 'org_none' }, 'organization_invalid'],
    [{ provider: 'authkit', login_hint: 'nobody@orchard.example' }, 'access_denied'],
  ])('reports %j to the redirect URI as %s', async (parameters, error) => {
    const { status, headers } = await authorize(parameters)
    const { searchParams } = new URL(headers.get('location') ?? '')
    expect(status).toBe(302)
    expect(searchParams.get('error')).toBe(error)
    expect(searchParams.get('state')).toBe('s t&ate')
  })

  it.each([
    'https://evil.example/callback',
    'http://localhost@evil.example/',
    'http://evil.example#localhost',
    'javascript:alert(1)//localhost',
    'data:text/html,localhost',
    '//localhost/callback',
    'http:localhost',
    'http://localhost\\@evil.example',
    'http://localhost.evil.example/',
    'http://user:password@localhost/callback',
  ])('E2 never redirects to %s', async (redirect_uri) => {
    const { status, headers, body } = await authorize({ provider: 'authkit', redirect_uri })
    expect({ status, location: headers.get('location'), error: body.error }).toEqual({
      status: 400,
      location: null,
      error: 'invalid_request',
    })
  })

  it('E2 allows only registered URIs, which can have one wildcard label', async () => {
    const strict = await caller.emulator.createEnvironment({
      seed: {
        settings: { allow_loopback_redirects: false },
        redirect_uris: ['https://app.example/cb', 'https://pre-*.apps.example/cb', 'myapp://cb'],
        users: [{ email: 'nadia@orchard.example' }],
      },
    })
    const at = async (redirect_uri: string) =>
      (await authorize({ provider: 'authkit', client_id: strict.clientId, redirect_uri })).status
    expect(await at('https://app.example/cb')).toBe(302)
    expect(await at('https://pre-42.apps.example/cb')).toBe(302)
    expect(await at('myapp://cb')).toBe(302)
    expect(await at('https://pre-a.b.apps.example/cb')).toBe(400)
    expect(await at('https://app.example/cb?x=1')).toBe(400)
    expect(await at(REDIRECT)).toBe(400)
  })
})

describe('the code', () => {
  it('is exchanged by a confidential client', async () => {
    const { status, body } = await authenticate({
      grant_type: 'authorization_code',
      code: await code({ provider: 'GoogleOAuth' }),
    })
    expect(status).toBe(200)
    expect(body.authentication_method).toBe('GoogleOAuth')
    const identities = await call('GET', `/user_management/users/${body.user.id}/identities`)
    expect(identities.body).toEqual([{ idp_id: expect.any(String), type: 'OAuth', provider: 'GoogleOAuth' }])
  })

  it('is exchanged by a public client with its verifier, and not without it', async () => {
    const pkce = { provider: 'authkit', code_challenge: CHALLENGE, code_challenge_method: 'S256' }
    const exchange = (fields: object) =>
      authenticate({ grant_type: 'authorization_code', client_secret: undefined, ...fields })
    expect((await exchange({ code: await code(pkce), code_verifier: VERIFIER })).status).toBe(200)
    expect((await exchange({ code: await code(pkce), code_verifier: 'w'.repeat(50) })).body.error).toBe(
      'invalid_grant',
    )
    expect((await exchange({ code: await code(pkce) })).body.error).toBe('invalid_client')
    const withSecret = await authenticate({ grant_type: 'authorization_code', code: await code(pkce) })
    expect(withSecret.body.error).toBe('invalid_request')
    const without = await authenticate({
      grant_type: 'authorization_code',
      code: await code({ provider: 'authkit' }),
      code_verifier: VERIFIER,
    })
    expect(without.body.code).toBe('code_challenge_not_found')
  })

  it('E2 accepts only S256', async () => {
    for (const method of ['plain', 's256', undefined]) {
      const { status } = await authorize({
        provider: 'authkit',
        code_challenge: CHALLENGE,
        ...(method !== undefined && { code_challenge_method: method }),
      })
      expect(status).toBe(400)
    }
  })

  it('E2 works once, even in parallel; a second use ends the session that it started', async () => {
    const value = await code({ provider: 'authkit' })
    const uses = await Promise.all(
      [1, 2, 3].map(() => authenticate({ grant_type: 'authorization_code', code: value })),
    )
    const won = uses.filter(({ status }) => status === 200)
    expect(won).toHaveLength(1)
    const later = await authenticate({ grant_type: 'authorization_code', code: value })
    expect(later.body.error).toBe('invalid_grant')
    const refresh = await authenticate({
      grant_type: 'refresh_token',
      refresh_token: won[0]?.body.refresh_token,
    })
    expect(refresh.body.error).toBe('invalid_grant')
  })

  it('E2 expires after ten minutes and belongs to its client', async () => {
    const value = await code({ provider: 'authkit' })
    const other = callerFor(caller.emulator, await caller.emulator.createEnvironment())
    expect((await other.authenticate({ grant_type: 'authorization_code', code: value })).body.error).toBe(
      'invalid_grant',
    )
    await environment.clock.advance({ minutes: 10 })
    expect((await authenticate({ grant_type: 'authorization_code', code: value })).body.error).toBe(
      'invalid_grant',
    )
  })

  it('returns the next required step if the sign-in is not complete', async () => {
    const id = await verifiedUser(caller, 'two@orchard.example')
    await organization(caller, 'One', [id])
    await organization(caller, 'Two', [id])
    const value = await code({ provider: 'authkit', login_hint: 'two@orchard.example' })
    const { status, body } = await authenticate({ grant_type: 'authorization_code', code: value })
    expect({ status, code: body.code }).toEqual({ status: 403, code: 'organization_selection_required' })
  })
})

describe('single sign-on', () => {
  it('adds the user to the organization, and trusts a connection only for its own domains', async () => {
    await environment.seed({
      organizations: [{ name: 'Brook' }],
      connections: [
        {
          id: 'conn_brook',
          organization: 'Brook',
          domains: ['brook.example'],
          profiles: [{ email: 'lee@brook.example' }],
        },
      ],
    })
    const value = await code({ connection_id: 'conn_brook', login_hint: 'lee@brook.example' })
    const { body } = await authenticate({ grant_type: 'authorization_code', code: value })
    expect(body).toMatchObject({
      authentication_method: 'SSO',
      user: { email: 'lee@brook.example', email_verified: true },
    })
    expect(body.organization_id).toMatch(/^org_/)
    const { headers } = await authorize({ connection_id: 'conn_brook', login_hint: 'nadia@orchard.example' })
    expect(headers.get('location')).toContain('error=access_denied')
  })
})

describe('disabled sign-up', () => {
  const signIn = async (login_hint: string, extra: Record<string, string> = {}) =>
    authenticate({
      grant_type: 'authorization_code',
      code: await code({ provider: 'GoogleOAuth', login_hint, ...extra }),
    })

  it('refuses unknown users of providers, but not existing or invited users', async () => {
    const { body } = await call('POST', '/user_management/invitations', { email: 'guest@orchard.example' })
    await environment.settings.update({ sign_up_enabled: false })
    expect((await signIn('stranger@orchard.example')).body.error).toBe('sign_up_not_allowed')
    const strangers = await call('GET', '/user_management/users?email=stranger@orchard.example')
    expect(strangers.body.data).toEqual([])
    expect((await signIn('nadia@orchard.example')).status).toBe(200)
    expect((await signIn('guest@orchard.example', { invitation_token: body.token })).status).toBe(200)
    await environment.settings.update({ sign_up_enabled: true })
  })
})

describe('devices', () => {
  it('poll, slow down, and are signed in once the user approves', async () => {
    const { emulator } = caller
    const form = { 'content-type': 'application/x-www-form-urlencoded', authorization: '' }
    const { body: device } = await call(
      'POST',
      '/user_management/authorize/device',
      `client_id=${environment.clientId}`,
      form,
    )
    expect(device).toMatchObject({
      user_code: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/),
      expires_in: 300,
      interval: 5,
    })
    const poll = () =>
      authenticate({
        grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
        device_code: device.device_code,
        client_secret: undefined,
      })
    expect((await poll()).body.error).toBe('authorization_pending')
    expect((await poll()).body.error).toBe('slow_down')

    const post = async (path: string, fields: Record<string, string>) => {
      const response = await emulator.fetch(emulator.url + path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { origin: emulator.url },
        redirect: 'manual',
      })
      return response.headers.get('location') ?? ''
    }
    const flow = await post(new URL(device.verification_uri).pathname, {
      user_code: device.user_code,
      action: 'approve',
    })
    await post(flow, { action: 'password', email: 'nadia@orchard.example', password: PASSWORD })
    await environment.clock.advance({ seconds: 11 })
    expect((await poll()).body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 300,
      user: { email: 'nadia@orchard.example' },
    })
    expect((await poll()).body.error).toBe('invalid_grant')
  })
})
