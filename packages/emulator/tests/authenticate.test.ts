import { afterAll, describe, expect, it } from 'vitest'
import { emails, organization, PASSWORD, signIn, start, verifiedUser } from './fixture.ts'

const caller = await start()
const { authenticate, call, environment } = caller
afterAll(() => caller.emulator.close())

describe('clients', () => {
  it.each([
    [{ grant_type: 'nonsense' }, 'invalid_request'],
    [{ grant_type: 'password', email: 'a@b.example' }, 'invalid_request'],
    [
      { grant_type: 'password', email: 'a@b.example', password: 'x', client_secret: 'sk_test_wrong' },
      'invalid_client',
    ],
    [
      { grant_type: 'password', email: 'a@b.example', password: 'x', client_id: 'client_x' },
      'invalid_client',
    ],
    [{ grant_type: 'refresh_token', refresh_token: 'x', client_secret: 'sk_test_wrong' }, 'invalid_client'],
  ])('refuses %j', async (fields, error) => {
    const { status, body } = await authenticate(fields)
    expect(status).toBe(400)
    expect(body).toEqual({ error, error_description: expect.any(String) })
  })

  it('accepts a form as well as JSON', async () => {
    await verifiedUser(caller, 'form@orchard.example')
    const form = new URLSearchParams({
      client_id: environment.clientId,
      client_secret: environment.apiKey,
      grant_type: 'password',
      email: 'form@orchard.example',
      password: PASSWORD,
    })
    const { status } = await call('POST', '/user_management/authenticate', form.toString(), {
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(status).toBe(200)
  })
})

describe('the chain of steps', () => {
  it('leads from an unverified email address through a second factor and organization selection to a session', async () => {
    const { body: user } = await call('POST', '/user_management/users', {
      email: 'chain@orchard.example',
      password: PASSWORD,
    })
    const orchard = await organization(caller, 'Orchard', [user.id])
    await organization(caller, 'Brook', [user.id])
    await environment.settings.update({ mfa: 'required' })

    const unverified = await authenticate({
      grant_type: 'password',
      email: 'chain@orchard.example',
      password: PASSWORD,
    })
    expect(unverified.body).toMatchObject({
      code: 'email_verification_required',
      email: 'chain@orchard.example',
    })
    const verification = await call(
      'GET',
      `/user_management/email_verification/${unverified.body.email_verification_id}`,
    )

    const enrollment = await authenticate({
      grant_type: 'urn:workos:oauth:grant-type:email-verification:code',
      code: verification.body.code,
      pending_authentication_token: unverified.body.pending_authentication_token,
    })
    expect(enrollment).toMatchObject({ status: 403, body: { code: 'mfa_enrollment', user: { id: user.id } } })

    const enrolled = await call('POST', `/user_management/users/${user.id}/auth_factors`, { type: 'totp' })
    expect(enrolled.status).toBe(201)
    const choice = await authenticate({
      grant_type: 'urn:workos:oauth:grant-type:mfa-totp',
      code: await environment.totp(user.id),
      pending_authentication_token: enrollment.body.pending_authentication_token,
      authentication_challenge_id: enrolled.body.authentication_challenge.id,
    })
    expect(choice).toMatchObject({ status: 403, body: { code: 'organization_selection_required' } })
    expect(choice.body.organizations.map(({ name }: { name: string }) => name)).toEqual(['Brook', 'Orchard'])

    const refused = await authenticate({
      grant_type: 'urn:workos:oauth:grant-type:organization-selection',
      pending_authentication_token: choice.body.pending_authentication_token,
      organization_id: 'org_other',
    })
    expect(refused.body.code).toBe('invalid_organization_id')
    const session = await authenticate({
      grant_type: 'urn:workos:oauth:grant-type:organization-selection',
      pending_authentication_token: choice.body.pending_authentication_token,
      organization_id: orchard,
    })
    expect(session).toMatchObject({
      status: 200,
      body: { organization_id: orchard, authentication_method: 'Password', user: { email_verified: true } },
    })
    await environment.settings.update({ mfa: 'if_enrolled' })

    // Signing in again requires a challenge, which is created with another endpoint.
    await environment.clock.advance({ minutes: 1 })
    const again = await authenticate({
      grant_type: 'password',
      email: 'chain@orchard.example',
      password: PASSWORD,
    })
    expect(again.body).toMatchObject({ code: 'mfa_challenge', authentication_factors: [{ type: 'totp' }] })
    expect(again.body.authentication_challenge).toBeUndefined()
    const challenge = await call(
      'POST',
      `/auth/factors/${again.body.authentication_factors[0].id}/challenge`,
      '',
    )
    expect(challenge).toMatchObject({ status: 201, body: { object: 'authentication_challenge' } })
  })
})

describe('magic auth', () => {
  it('creates an unknown user with the code, and verifies the email address when the code is used', async () => {
    const made = await call('POST', '/user_management/magic_auth', { email: 'new@orchard.example' })
    expect(made).toMatchObject({
      status: 201,
      body: { object: 'magic_auth', code: expect.stringMatching(/^\d{6}$/) },
    })
    expect((await call('GET', `/user_management/users/${made.body.user_id}`)).body.email_verified).toBe(false)
    expect((await call('GET', `/user_management/magic_auth/${made.body.id}`)).body).toEqual(made.body)
    const session = await authenticate({
      grant_type: 'urn:workos:oauth:grant-type:magic-auth:code',
      email: 'new@orchard.example',
      code: made.body.code,
    })
    expect(session).toMatchObject({ status: 200, body: { authentication_method: 'MagicAuth' } })
    expect(session.body).not.toHaveProperty('organization_id')
    const sessions = await call('GET', `/user_management/users/${made.body.user_id}/sessions`)
    expect(sessions.body.data[0]).toMatchObject({ auth_method: 'magic_code', status: 'active' })
  })

  it('sends the code without returning anything on the older path', async () => {
    const sent = await call('POST', '/user_management/magic_auth/send', { email: 'older@orchard.example' })
    expect(sent).toMatchObject({ status: 200, body: { text: '' } })
    expect(await emails(caller, { to: 'older@orchard.example' })).toHaveLength(1)
  })
})

describe('refresh', () => {
  it('rotates within the same session and switches the organization', async () => {
    const id = await verifiedUser(caller, 'switch@orchard.example')
    const session = await signIn(caller, 'switch@orchard.example')
    const brook = await organization(caller, 'Second', [id])
    await environment.clock.advance({ minutes: 10 })
    const refreshed = await authenticate({
      grant_type: 'refresh_token',
      refresh_token: session.refresh_token,
      organization_id: brook,
    })
    expect(refreshed).toMatchObject({ status: 200, body: { organization_id: brook } })
    const before = claims(session.access_token)
    const after = claims(refreshed.body.access_token)
    expect(after).toMatchObject({
      sid: before.sid,
      auth_time: before.auth_time,
      org_id: brook,
      role: 'member',
      roles: ['member'],
      permissions: [],
    })
    expect(after.jti).not.toBe(before.jti)
  })

  it('names the organization that it cannot switch to, and does not use up the token', async () => {
    await verifiedUser(caller, 'stay@orchard.example')
    const { refresh_token } = await signIn(caller, 'stay@orchard.example')
    const elsewhere = await organization(caller, 'Elsewhere')
    const to = (organization_id: string) =>
      authenticate({ grant_type: 'refresh_token', refresh_token, organization_id })
    expect((await to('org_none')).body.error).toBe('organization_not_found')
    expect((await to(elsewhere)).body.error).toBe('organization_membership_not_found')
    expect((await authenticate({ grant_type: 'refresh_token', refresh_token })).status).toBe(200)
  })

  it('requires no secret from a public client', async () => {
    await verifiedUser(caller, 'public@orchard.example')
    const { refresh_token } = await signIn(caller, 'public@orchard.example')
    const { status } = await authenticate({
      grant_type: 'refresh_token',
      refresh_token,
      client_secret: undefined,
    })
    expect(status).toBe(200)
  })
})

describe('sessions', () => {
  it('are revoked with an empty 200, together with their refresh token', async () => {
    await verifiedUser(caller, 'revoke@orchard.example')
    const { access_token, refresh_token } = await signIn(caller, 'revoke@orchard.example')
    const revoked = await call('POST', '/user_management/sessions/revoke', {
      session_id: claims(access_token).sid,
    })
    expect(revoked).toMatchObject({ status: 200, body: { text: '' } })
    expect((await authenticate({ grant_type: 'refresh_token', refresh_token })).body.error).toBe(
      'invalid_grant',
    )
    const unknown = await call('POST', '/user_management/sessions/revoke', { session_id: 'session_x' })
    expect(unknown).toMatchObject({ status: 404, body: { entity_id: 'session_x' } })
  })

  it('end at the logout URL, which redirects only to registered URIs', async () => {
    await verifiedUser(caller, 'logout@orchard.example')
    const { access_token, refresh_token } = await signIn(caller, 'logout@orchard.example')
    const { sid } = claims(access_token)
    const logout = (returnTo: string) =>
      call(
        'GET',
        `/user_management/sessions/logout?session_id=${sid}&return_to=${encodeURIComponent(returnTo)}`,
      )
    const away = await logout('https://evil.example/')
    expect(away.status).toBe(302)
    expect(away.headers.get('location')).not.toContain('evil')
    expect((await logout('http://localhost:3000/bye')).headers.get('location')).toBe(
      'http://localhost:3000/bye',
    )
    expect((await authenticate({ grant_type: 'refresh_token', refresh_token })).body.error).toBe(
      'invalid_grant',
    )
    expect((await call('GET', '/user_management/sessions/logout')).status).toBe(422)
  })

  it('have no published keys for an unknown client', async () => {
    expect(await call('GET', '/sso/jwks/client_x')).toMatchObject({
      status: 404,
      body: { message: 'Not Found' },
    })
  })
})

function claims(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
}
