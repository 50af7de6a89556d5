import { WorkOS } from '@workos-inc/node'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { PASSWORD, start } from './fixture.ts'

// This suite uses the unmodified WorkOS client with a real socket; only its URL options point to the emulator. If the
// suites run with several nodes, its requests are sent to them in turn.
const isSpread = inject('postgres') !== undefined
const { emulator, environment } = await start({ port: isSpread ? false : 0, autoConsent: true })
const fetch = isSpread ? emulator.fetch : globalThis.fetch
const workos = new WorkOS(environment.apiKey, {
  clientId: environment.clientId,
  apiHostname: '127.0.0.1',
  port: Number(new URL(emulator.url).port),
  https: false,
  fetchFn: fetch,
})
const users = workos.userManagement
const { clientId } = environment
afterAll(() => emulator.close())

async function verified(email: string) {
  return users.createUser({ email, password: PASSWORD, emailVerified: true })
}

describe('management', () => {
  it('creates, reads, updates and deletes users, and lists them over several pages', async () => {
    const created = await users.createUser({
      email: 'nadia@orchard.example',
      firstName: 'Nadia',
      metadata: { a: '1' },
    })
    expect(created).toMatchObject({ object: 'user', email: 'nadia@orchard.example', emailVerified: false })
    expect(await users.getUser(created.id)).toEqual(created)
    expect((await users.updateUser({ userId: created.id, lastName: 'Okafor' })).name).toBe('Nadia Okafor')
    await Promise.all(
      Array.from({ length: 104 }, (_, i) => users.createUser({ email: `p${i}@orchard.example` })),
    )
    const all = await (await users.listUsers()).autoPagination()
    expect(new Set(all.map(({ id }) => id)).size).toBe(105)
    await users.deleteUser(created.id)
    await expect(users.getUser(created.id)).rejects.toMatchObject({ status: 404 })
  })

  it('manages organizations, memberships and invitations', async () => {
    const user = await verified('member@orchard.example')
    const organization = await workos.organizations.createOrganization({ name: 'Orchard' })
    expect((await workos.organizations.getOrganization(organization.id)).name).toBe('Orchard')
    const membership = await users.createOrganizationMembership({
      userId: user.id,
      organizationId: organization.id,
    })
    expect(membership).toMatchObject({
      status: 'active',
      role: { slug: 'member' },
      organizationName: 'Orchard',
    })
    const listed = await users.listOrganizationMemberships({
      userId: user.id,
      statuses: ['active', 'pending'],
    })
    expect(listed.data).toHaveLength(1)
    expect((await users.deactivateOrganizationMembership(membership.id)).status).toBe('inactive')
    expect((await users.reactivateOrganizationMembership(membership.id)).status).toBe('active')
    await users.updateOrganizationMembership(membership.id, { roleSlug: 'admin' })
    await users.deleteOrganizationMembership(membership.id)

    const invitation = await users.sendInvitation({
      email: 'guest@orchard.example',
      organizationId: organization.id,
    })
    expect(await users.findInvitationByToken(invitation.token)).toEqual(invitation)
    expect((await users.listInvitations({ organizationId: organization.id })).data).toHaveLength(1)
    expect((await users.resendInvitation(invitation.id)).state).toBe('pending')
    expect((await users.revokeInvitation(invitation.id)).state).toBe('revoked')
    await workos.organizations.deleteOrganization(organization.id)
  })
})

describe('other management methods', () => {
  it('finds users by external id, verifies addresses, reads codes, and lists identities', async () => {
    const user = await users.createUser({ email: 'rest@orchard.example', externalId: 'ext-9' })
    expect(await users.getUserByExternalId('ext-9')).toMatchObject({ id: user.id })
    await users.sendVerificationEmail({ userId: user.id })
    const { code = '' } = await environment.inbox.waitFor({ to: user.email, kind: 'email_verification' })
    const [event] = await environment.events.list({ event: 'email_verification.created' })
    const verification = await users.getEmailVerification(String(event?.data.id))
    expect(verification).toMatchObject({ object: 'email_verification', userId: user.id })
    expect((await users.verifyEmail({ userId: user.id, code })).user.emailVerified).toBe(true)
    const magic = await users.createMagicAuth({ email: user.email })
    expect(await users.getMagicAuth(magic.id)).toEqual(magic)
    const reset = await users.createPasswordReset({ email: user.email })
    expect(await users.getPasswordReset(reset.id)).toEqual(reset)
    expect(await users.getUserIdentities(user.id)).toEqual([])
  })

  it('reads memberships and accepts invitations', async () => {
    const user = await verified('accepts@orchard.example')
    const organization = await workos.organizations.createOrganization({
      name: 'Accepting',
      externalId: 'org-9',
    })
    expect(await workos.organizations.getOrganizationByExternalId('org-9')).toEqual(organization)
    const renamed = await workos.organizations.updateOrganization({
      organization: organization.id,
      name: 'Renamed',
      metadata: { tier: 'gold' },
    })
    expect(renamed).toMatchObject({ name: 'Renamed', metadata: { tier: 'gold' } })
    expect((await workos.organizations.listOrganizations({ limit: 100 })).data.map(({ id }) => id)).toContain(
      organization.id,
    )
    const sent = await users.sendInvitation({ email: user.email, organizationId: organization.id })
    expect(await users.getInvitation(sent.id)).toEqual(sent)
    expect((await users.acceptInvitation(sent.id)).state).toBe('accepted')
    const { data } = await users.listOrganizationMemberships({ organizationId: organization.id })
    expect(await users.getOrganizationMembership(data[0]!.id)).toEqual(data[0])
  })

  it('reads, verifies and removes factors', async () => {
    const user = await verified('factors@orchard.example')
    const mfa = workos.multiFactorAuth
    const { authenticationFactor: factor, authenticationChallenge: challenge } =
      await mfa.createUserAuthFactor({
        userId: user.id,
        type: 'totp',
      })
    const code = await environment.totp(user.id)
    const { valid } = await mfa.verifyChallenge({ authenticationChallengeId: challenge.id, code })
    expect(valid).toBe(true)
    expect((await mfa.getFactor(factor.id)).id).toBe(factor.id)
    expect((await mfa.listUserAuthFactors({ userId: user.id })).data).toHaveLength(1)
    await mfa.deleteFactor(factor.id)
    expect((await mfa.listUserAuthFactors({ userId: user.id })).data).toEqual([])
  })

  it('manages webhook endpoints', async () => {
    const endpoint = await workos.webhooks.createWebhookEndpoint({
      endpointUrl: 'http://localhost:9/none',
      events: ['user.created'],
    })
    expect((await workos.webhooks.listWebhookEndpoints()).data).toHaveLength(1)
    const updated = await workos.webhooks.updateWebhookEndpoint({ id: endpoint.id, status: 'disabled' })
    expect(updated.status).toBe('disabled')
    await workos.webhooks.deleteWebhookEndpoint({ id: endpoint.id })
  })

  it('revokes sessions, and returns the URL of its keys', async () => {
    await verified('revoke@orchard.example')
    const { user, refreshToken } = await users.authenticateWithPassword({
      clientId,
      email: 'revoke@orchard.example',
      password: PASSWORD,
    })
    const [session] = (await users.listSessions(user.id)).data
    await users.revokeSession({ sessionId: session!.id })
    await expect(users.authenticateWithRefreshToken({ clientId, refreshToken })).rejects.toMatchObject({
      error: 'invalid_grant',
    })
    const keys = (await (await fetch(users.getJwksUrl(clientId))).json()) as { keys: unknown[] }
    expect(keys.keys.length).toBeGreaterThan(0)
  })
})

describe('single sign-on', () => {
  it('returns a profile and a token for a connection, and the profile again for the token', async () => {
    await environment.seed({
      organizations: [{ name: 'Single', domains: ['single.example'] }],
      connections: [
        {
          id: 'conn_single',
          organization: 'Single',
          domains: ['single.example'],
          profiles: [{ email: 'sam@single.example' }],
        },
      ],
    })
    const redirectUri = 'http://localhost:3000/callback'
    const url = workos.sso.getAuthorizationUrl({
      clientId,
      redirectUri,
      connection: 'conn_single',
      state: 'x',
    })
    const { accessToken, profile } = await workos.sso.getProfileAndToken({
      clientId,
      code: await followed(url),
    })
    expect(profile).toMatchObject({ connectionId: 'conn_single', email: 'sam@single.example' })
    expect(await workos.sso.getProfile({ accessToken })).toEqual(profile)
    await expect(workos.sso.getProfile({ accessToken: 'none' })).rejects.toMatchObject({ status: 401 })
  })
})

describe('signing in', () => {
  it('verifies an email address during a sign-in', async () => {
    await users.createUser({ email: 'verify@orchard.example', password: PASSWORD })
    const refused = await users
      .authenticateWithPassword({ clientId, email: 'verify@orchard.example', password: PASSWORD })
      .catch((error) => error)
    expect(refused).toMatchObject({ status: 403 })
    const { pending_authentication_token } = refused.rawData
    const { code } = await environment.inbox.waitFor({ to: 'verify@orchard.example' })
    const session = await users.authenticateWithEmailVerification({
      clientId,
      code: code ?? '',
      pendingAuthenticationToken: pending_authentication_token,
    })
    expect(session.user.emailVerified).toBe(true)
  })

  it('accepts an emailed code', async () => {
    const { code, email } = await users.createMagicAuth({ email: 'magic@orchard.example' })
    const session = await users.authenticateWithMagicAuth({ clientId, code, email })
    expect(session.authenticationMethod).toBe('MagicAuth')
  })

  it('enrolls an authenticator app and requires it at the next sign-in', async () => {
    const user = await verified('totp@orchard.example')
    const { authenticationFactor } = await workos.multiFactorAuth.createUserAuthFactor({
      userId: user.id,
      type: 'totp',
    })
    expect(authenticationFactor.totp?.qrCode).toMatch(/^data:image\/png;base64,/)
    const step = await users
      .authenticateWithPassword({ clientId, email: 'totp@orchard.example', password: PASSWORD })
      .catch((error) => error.rawData)
    const challenge = await workos.multiFactorAuth.challengeFactor({
      authenticationFactorId: step.authentication_factors[0].id,
    })
    const session = await users.authenticateWithTotp({
      clientId,
      code: await environment.totp(user.id),
      pendingAuthenticationToken: step.pending_authentication_token,
      authenticationChallengeId: challenge.id,
    })
    expect(session.user.id).toBe(user.id)
  })

  it('chooses an organization, and switches by refreshing', async () => {
    const user = await verified('choose@orchard.example')
    const [one, two] = await Promise.all(
      ['One', 'Two'].map((name) => workos.organizations.createOrganization({ name })),
    )
    for (const { id } of [one!, two!])
      await users.createOrganizationMembership({ userId: user.id, organizationId: id })
    const step = await users
      .authenticateWithPassword({ clientId, email: 'choose@orchard.example', password: PASSWORD })
      .catch((error) => error.rawData)
    const session = await users.authenticateWithOrganizationSelection({
      clientId,
      organizationId: one!.id,
      pendingAuthenticationToken: step.pending_authentication_token,
    })
    expect(session.organizationId).toBe(one!.id)
    const switched = await users.authenticateWithRefreshToken({
      clientId,
      refreshToken: session.refreshToken,
      organizationId: two!.id,
    })
    expect(switched.organizationId).toBe(two!.id)
  })

  // The SDK requests the keys itself, from a URL that nodes without a socket do not have.
  it.skipIf(isSpread)(
    'exchanges a code, seals the session, and verifies its token against our keys',
    async () => {
      await verified('code@orchard.example')
      const url = users.getAuthorizationUrl({
        clientId,
        provider: 'authkit',
        redirectUri: 'http://localhost:3000/callback',
        loginHint: 'code@orchard.example',
      })
      const cookiePassword = 'a cookie password of 32 characters and more'
      const session = await users.authenticateWithCode({
        clientId,
        code: await followed(url),
        session: { sealSession: true, cookiePassword },
      })
      const sealed = users.loadSealedSession({ sessionData: session.sealedSession ?? '', cookiePassword })
      const opened = await sealed.authenticate()
      expect(opened).toMatchObject({ authenticated: true, user: { email: 'code@orchard.example' } })
      const sessions = await users.listSessions(session.user.id)
      expect(sessions.data[0]).toMatchObject({ status: 'active', userId: session.user.id })
      const logout = await fetch(await sealed.getLogoutUrl(), { redirect: 'manual' })
      expect(logout.status).toBe(302)
      expect((await users.listSessions(session.user.id)).data).toHaveLength(0)
    },
  )

  it('exchanges a code with PKCE', async () => {
    await verified('pkce@orchard.example')
    const { url, codeVerifier } = await users.getAuthorizationUrlWithPKCE({
      clientId,
      provider: 'authkit',
      redirectUri: 'http://localhost:3000/callback',
      loginHint: 'pkce@orchard.example',
    })
    const session = await users.authenticateWithCode({ clientId, code: await followed(url), codeVerifier })
    expect(session.user.email).toBe('pkce@orchard.example')
  })

  it('resets a password and ends the session with it', async () => {
    await verified('reset@orchard.example')
    const { refreshToken } = await users.authenticateWithPassword({
      clientId,
      email: 'reset@orchard.example',
      password: PASSWORD,
    })
    const { passwordResetToken } = await users.createPasswordReset({ email: 'reset@orchard.example' })
    await users.resetPassword({ token: passwordResetToken, newPassword: 'a brand new password' })
    await expect(users.authenticateWithRefreshToken({ clientId, refreshToken })).rejects.toMatchObject({
      error: 'invalid_grant',
    })
  })
})

async function followed(url: string): Promise<string> {
  const response = await fetch(url, { redirect: 'manual' })
  return new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? ''
}
