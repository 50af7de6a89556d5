import { createEmulator, type Emulator, type Environment } from '@latchkey/emulator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAggregates } from '../../operations.ts'
import {
  type ApiOptions,
  type Client,
  claimInMemory,
  createClient,
  createWebhookVerifier,
  type FeatureFlag,
  type WebhookDelivery,
} from '../../src/api.ts'
import { ApiError } from '../../src/errors/index.ts'
import { type NodeTransport, nodeTransport } from '../../src/node.ts'
import { faultServer } from './fault-server.ts'

const password = 'six tall pear trees'
/** The local server has the endpoint of these grants, but never requires them. */
const GRANTS_NOT_EMULATED = ['authenticateWithRadarEmailChallenge', 'authenticateWithRadarSmsChallenge']

const redirectUri = 'http://localhost:4300/callback'

/** A client that records which operations are called. */
function noting(client: Client, called: Set<string>): Client {
  return new Proxy(client, {
    get(target, name) {
      if (typeof name === 'string') called.add(name)
      return Reflect.get(target, name)
    },
  })
}

describe.each(['in process', 'over fetch', 'over the Node transport'])('every operation, %s', (way) => {
  const called = new Set<string>()
  let emulator: Emulator
  let environment: Environment
  let node: NodeTransport | undefined
  let send: typeof fetch
  let settings: ApiOptions
  let client: Client

  beforeAll(async () => {
    emulator = await createEmulator({
      port: way === 'in process' ? false : 0,
      autoConsent: true,
      seed: { feature_flags: [{ slug: 'new-orchard', name: 'New orchard' }] },
    })
    environment = emulator.default
    send = way === 'in process' ? emulator.fetch : fetch
    node = way === 'over the Node transport' ? nodeTransport() : undefined
    const { apiKey, clientId } = environment
    settings = { apiKey, clientId, baseUrl: emulator.url, fetch: node ?? send }
    client = noting(createClient(settings), called)
  })
  afterAll(async () => {
    node?.close()
    await emulator.close()
  })

  const newUser = (name: string, more: { emailVerified?: boolean } = { emailVerified: true }) =>
    client.createUser({ email: `${name}@orchard.example`, password, ...more })
  const signIn = (name: string) =>
    client.authenticateWithPassword({ email: `${name}@orchard.example`, password })
  const tokensOf = (outcome: Awaited<ReturnType<typeof signIn>>) => {
    if (outcome.status !== 'complete') throw new Error(`Not signed in: ${outcome.status}`)
    return outcome.tokens
  }
  const inboxCode = async (to: string, kind: 'magic_auth' | 'email_verification' | 'email_change') =>
    (await environment.inbox.waitFor({ to, kind })).code as string

  it('users', async () => {
    const made = await client.createUser({
      email: 'Nadia@orchard.example',
      firstName: 'Nadia',
      externalId: 'staff.7',
      metadata: { favourite_colour: 'green', shoeSize: '39' },
    })
    expect(made.metadata).toEqual({ favourite_colour: 'green', shoeSize: '39' })
    const changed = await client.updateUser({
      userId: made.id,
      firstName: null,
      lastName: 'Okafor',
      metadata: { shoeSize: null },
    })
    expect(changed).toMatchObject({
      firstName: null,
      lastName: 'Okafor',
      metadata: { favourite_colour: 'green' },
    })
    expect(await client.getUser({ userId: made.id })).toEqual(changed)
    expect(await client.getUserByExternalId({ externalId: 'staff.7' })).toEqual(changed)
    expect((await client.listUsers({ email: 'nadia@orchard.example' })).data).toEqual([changed])
    expect(await client.listUserIdentities({ userId: made.id })).toEqual([])
    await client.deleteUser({ userId: made.id })
    await expect(client.getUser({ userId: made.id })).rejects.toMatchObject({
      code: 'entity_not_found',
      status: 404,
      requestId: expect.any(String),
    })
  })

  it('pages, forward and backward, in both orders', async () => {
    const organization = await client.createOrganization({ name: 'Many Ltd' })
    for (let index = 0; index < 25; index++) {
      const user = await client.createUser({ email: `many-${index}@orchard.example` })
      await client.createOrganizationMembership({ userId: user.id, organizationId: organization.id })
    }
    for (const order of ['asc', 'desc'] as const) {
      const emails: string[] = []
      const filters = { organizationId: organization.id, order, limit: 10 }
      for await (const user of client.listUsers(filters)) emails.push(user.email)
      const expected = Array.from({ length: 25 }, (_, index) => `many-${index}@orchard.example`)
      expect(emails).toEqual(order === 'asc' ? expected : expected.reverse())
      const first = await client.listUsers(filters)
      const second = await first.nextPage()
      const back = await client.listUsers({ ...filters, before: second?.data[0]?.id })
      expect(back.data).toEqual(first.data)
    }
  })

  it('sign-in with a password, from an unverified email address to a session', async () => {
    const user = await newUser('wanda', { emailVerified: false })
    const step = await signIn('wanda')
    if (step.status !== 'email_verification_required') throw new Error(step.status)
    const verification = await client.getEmailVerification({
      emailVerificationId: step.emailVerificationId as string,
    })
    expect(verification.userId).toBe(user.id)
    const done = await client.authenticateWithEmailVerificationCode({
      code: verification.code,
      pendingAuthenticationToken: step.pendingAuthenticationToken,
    })
    expect(done).toMatchObject({ status: 'complete', user: { id: user.id, emailVerified: true } })
  })

  it('verifying and changing an email address', async () => {
    const user = await newUser('victor', { emailVerified: false })
    await client.sendVerificationEmail({ userId: user.id })
    const code = await inboxCode(user.email, 'email_verification')
    expect((await client.verifyEmail({ userId: user.id, code })).user.emailVerified).toBe(true)
    const newEmail = 'viktor@orchard.example'
    expect((await client.sendEmailChange({ userId: user.id, newEmail })).newEmail).toBe(newEmail)
    const changeCode = await inboxCode(newEmail, 'email_change')
    const confirmation = await client.confirmEmailChange({ userId: user.id, code: changeCode })
    expect(confirmation.user.email).toBe(newEmail)
  })

  it('sign-in with a one-time code', async () => {
    const email = 'mara@orchard.example'
    const made = await client.createMagicAuth({ email })
    expect(await client.getMagicAuth({ magicAuthId: made.id })).toEqual(made)
    await client.sendMagicAuthCode({ email })
    const code = await inboxCode(email, 'magic_auth')
    const wrong = client.authenticateWithMagicAuth({ email, code: code === '000000' ? '000001' : '000000' })
    await expect(wrong).rejects.toMatchObject({ code: 'invalid_one_time_code' })
    expect((await client.authenticateWithMagicAuth({ email, code })).status).toBe('complete')
  })

  it('a forgotten password', async () => {
    const user = await newUser('felix')
    await client.sendPasswordResetEmail({
      email: user.email,
      passwordResetUrl: 'http://localhost:4300/reset',
    })
    const made = await client.createPasswordReset({ email: user.email })
    expect(await client.getPasswordReset({ passwordResetId: made.id })).toEqual(made)
    const newPassword = 'seven short plum trees'
    expect((await client.resetPassword({ token: made.passwordResetToken, newPassword })).user.id).toBe(
      user.id,
    )
    await expect(signIn('felix')).rejects.toMatchObject({ code: 'invalid_credentials' })
    const again = client.resetPassword({ token: made.passwordResetToken, newPassword })
    await expect(again).rejects.toMatchObject({ code: 'password_reset_token_not_found' })
  })

  it('a second factor, from its enrollment to a sign-in that requires it', async () => {
    const user = await newUser('tess')
    const { authenticationFactor, authenticationChallenge } = await client.enrollAuthFactor({
      userId: user.id,
      type: 'totp',
      totpIssuer: 'Orchard',
    })
    expect(authenticationFactor.totp?.secret).toMatch(/^[A-Z2-7]{32}$/)
    const verified = await client.verifyAuthChallenge({
      authenticationChallengeId: authenticationChallenge.id,
      code: await environment.totp(user.id),
    })
    expect(verified.valid).toBe(true)

    environment.clock.advance({ seconds: 60 })
    const step = await signIn('tess')
    if (step.status !== 'mfa_challenge') throw new Error(step.status)
    const factorId = step.authenticationFactors[0]?.id as string
    const challenge = await client.challengeAuthFactor({ factorId })
    const done = await client.authenticateWithTotp({
      code: await environment.totp(user.id),
      pendingAuthenticationToken: step.pendingAuthenticationToken,
      authenticationChallengeId: challenge.id,
    })
    expect(done.status).toBe('complete')

    expect((await client.listAuthFactors({ userId: user.id })).data.map((factor) => factor.id)).toEqual([
      factorId,
    ])
    expect((await client.getAuthFactor({ factorId })).totp).toEqual({ issuer: 'Orchard', user: user.email })
    await client.deleteAuthFactor({ factorId })
    expect((await signIn('tess')).status).toBe('complete')
  })

  it('organizations, memberships and the choice between organizations', async () => {
    const user = await newUser('olga')
    const orchard = await client.createOrganization({
      name: 'Orchard',
      externalId: 'orchard.1',
      metadata: { plan_name: 'gold' },
    })
    const brook = await client.createOrganization({ name: 'Brook' })
    expect(await client.getOrganization({ organizationId: orchard.id })).toEqual(orchard)
    expect(await client.getOrganizationByExternalId({ externalId: 'orchard.1' })).toEqual(orchard)
    expect((await client.listOrganizations()).data.map((item) => item.name)).toContain('Brook')
    const renamed = await client.updateOrganization({ organizationId: brook.id, name: 'Brook plc' })
    expect(renamed.name).toBe('Brook plc')

    const membership = await client.createOrganizationMembership({
      userId: user.id,
      organizationId: orchard.id,
    })
    await client.createOrganizationMembership({
      userId: user.id,
      organizationId: brook.id,
      roleSlug: 'admin',
    })
    const organizationMembershipId = membership.id
    expect(await client.getOrganizationMembership({ organizationMembershipId })).toEqual(membership)
    const step = await signIn('olga')
    if (step.status !== 'organization_selection_required') throw new Error(step.status)
    expect(step.organizations.map((choice) => choice.name).sort()).toEqual(['Brook plc', 'Orchard'])
    const done = await client.authenticateWithOrganizationSelection({
      pendingAuthenticationToken: step.pendingAuthenticationToken,
      organizationId: orchard.id,
    })
    expect(done).toMatchObject({ status: 'complete', organizationId: orchard.id })

    const admin = await client.updateOrganizationMembership({ organizationMembershipId, roleSlug: 'admin' })
    expect(admin.role?.slug).toBe('admin')
    const inactive = await client.deactivateOrganizationMembership({ organizationMembershipId })
    expect(inactive.status).toBe('inactive')
    const listed = await client.listOrganizationMemberships({
      userId: user.id,
      statuses: ['active', 'inactive'],
    })
    expect(listed.data.length).toBe(2)
    expect((await client.reactivateOrganizationMembership({ organizationMembershipId })).status).toBe(
      'active',
    )
    await client.deleteOrganizationMembership({ organizationMembershipId })
    await client.deleteOrganization({ organizationId: brook.id })
    await expect(client.getOrganization({ organizationId: brook.id })).rejects.toMatchObject({ status: 404 })
  })

  it('invitations', async () => {
    const organization = await client.createOrganization({ name: 'Inviting Ltd' })
    const email = 'ines@orchard.example'
    const sent = await client.sendInvitation({ email, organizationId: organization.id, expiresInDays: 3 })
    expect(await client.getInvitation({ invitationId: sent.id })).toEqual(sent)
    expect(await client.getInvitationByToken({ token: sent.token })).toEqual(sent)
    expect((await client.listInvitations({ organizationId: organization.id })).data.length).toBe(1)
    expect((await client.resendInvitation({ invitationId: sent.id })).id).toBe(sent.id)
    await newUser('ines')
    expect((await client.acceptInvitation({ invitationId: sent.id })).state).toBe('accepted')
    const other = await client.sendInvitation({ email: 'otto@orchard.example' })
    expect((await client.revokeInvitation({ invitationId: other.id })).state).toBe('revoked')
    await expect(client.acceptInvitation({ invitationId: other.id })).rejects.toMatchObject({
      code: 'invite_not_pending',
    })
  })

  it('sessions: refreshing once, switching, listing and revoking', async () => {
    await environment.settings.update({ refresh_reuse_window_seconds: 0 })
    const user = await newUser('sam')
    const { refreshToken } = tokensOf(await signIn('sam'))
    const refreshed = await client.authenticateWithRefreshToken({ refreshToken })
    expect(refreshed).toMatchObject({ status: 'complete', user: { id: user.id } })
    const again = client.authenticateWithRefreshToken({ refreshToken })
    await expect(again).rejects.toMatchObject({ code: 'invalid_grant', status: 400 })
    const fresh = await signIn('sam')
    const sessions = await client.listSessions({ userId: user.id })
    expect(sessions.data[0]).toMatchObject({ userId: user.id, status: 'active', authMethod: 'password' })
    for (const session of sessions.data) await client.revokeSession({ sessionId: session.id })
    const ended = client.authenticateWithRefreshToken({ refreshToken: tokensOf(fresh).refreshToken })
    await expect(ended).rejects.toMatchObject({ code: 'invalid_grant' })
    const logout = await send(client.getLogoutUrl({ sessionId: sessions.data[0]?.id as string }), {
      redirect: 'manual',
    })
    expect(logout.status).toBe(302)
  })

  it('the authorization code, with and without PKCE', async () => {
    const user = await newUser('ada')
    await client.createRedirectUri({ uri: redirectUri })
    const params = { redirectUri, provider: 'authkit', loginHint: user.email }
    const codeFrom = async (url: string) => {
      const response = await send(url, { redirect: 'manual' })
      return new URL(response.headers.get('location') as string).searchParams
    }

    const plain = await codeFrom(client.getAuthorizationUrl({ ...params, state: 'a b&c' }))
    expect(plain.get('state')).toBe('a b&c')
    const first = await client.authenticateWithCode({ code: plain.get('code') as string })
    expect(first).toMatchObject({ status: 'complete', user: { id: user.id } })
    const spent = client.authenticateWithCode({ code: plain.get('code') as string })
    await expect(spent).rejects.toMatchObject({ code: 'invalid_grant' })

    const started = await client.getAuthorizationUrlWithPkce(params)
    const publicClient = createClient({ ...settings, apiKey: null })
    const code = (await codeFrom(started.url)).get('code') as string
    called.add('authenticateWithCodeAndVerifier')
    const outcome = await publicClient.authenticateWithCodeAndVerifier({
      code,
      codeVerifier: started.codeVerifier,
    })
    expect(outcome.status).toBe('complete')
  })

  it('the keys that sign tokens', async () => {
    const { keys } = await client.getJwks()
    expect(keys[0]).toMatchObject({ kty: 'RSA', alg: 'RS256', kid: expect.any(String) })
    expect(await (await send(client.getJwksUrl())).json()).toMatchObject({ keys: [{ kid: keys[0]?.kid }] })
  })

  it('a sign-in from another device', async () => {
    const device = await client.createDeviceAuthorization()
    expect(device.userCode).toMatch(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/)
    const poll = await client.authenticateWithDeviceCode({ deviceCode: device.deviceCode })
    expect(poll).toEqual({ status: 'authorization_pending' })
    environment.clock.advance({ seconds: device.expiresIn + 1 })
    const late = client.authenticateWithDeviceCode({ deviceCode: device.deviceCode })
    await expect(late).rejects.toMatchObject({ code: 'expired_token' })
  })

  it('settings', async () => {
    const made = await client.createRedirectUri({ uri: 'https://app.example/other' })
    expect((await client.listRedirectUris()).data.map((item) => item.uri)).toContain(made.uri)
    await client.deleteRedirectUri({ redirectUriId: made.id })
    const { origin } = await client.createCorsOrigin({ origin: 'https://app.example' })
    expect((await client.listCorsOrigins()).data.map((item) => item.origin)).toContain(origin)
    await expect(client.createCorsOrigin({ origin })).rejects.toMatchObject({ status: 409 })
    const content = '{"mail": "{{ user.email }}"}'
    expect((await client.updateJwtTemplate({ content })).content).toBe(content)
    expect((await client.getJwtTemplate()).content).toBe(content)
  })

  it('events', async () => {
    const user = await newUser('eve')
    const page = await client.listEvents({ events: ['user.created'], order: 'desc' })
    expect(page.data[0]).toMatchObject({ type: 'user.created', data: { id: user.id } })
  })

  it('webhooks, from the endpoint to a verified event', async () => {
    const deliveries: WebhookDelivery[] = []
    let arrived = () => {}
    const first = new Promise<void>((resolve) => {
      arrived = resolve
    })
    const receiver = await faultServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk) => chunks.push(chunk))
      request.on('end', () => {
        const signature = request.headers['workos-signature'] as string
        deliveries.push({ payload: Buffer.concat(chunks), signature })
        response.end()
        arrived()
      })
    })
    const endpoint = await client.createWebhookEndpoint({
      endpointUrl: receiver.url,
      events: ['user.created'],
    })
    expect((await client.listWebhookEndpoints()).data).toEqual([endpoint])
    const user = await newUser('wendy')
    await first
    const clock = { now: () => environment.clock.now().getTime() }
    const receive = createWebhookVerifier({
      secret: endpoint.secret as string,
      clock,
      claim: claimInMemory(),
    })
    const delivery = deliveries[0] as WebhookDelivery
    expect(await receive(delivery)).toMatchObject({
      status: 'verified',
      event: { type: 'user.created', data: { id: user.id } },
    })
    expect((await receive(delivery)).status).toBe('duplicate')
    const webhookEndpointId = endpoint.id
    expect((await client.updateWebhookEndpoint({ webhookEndpointId, status: 'disabled' })).status).toBe(
      'disabled',
    )
    await client.deleteWebhookEndpoint({ webhookEndpointId })
    await receiver.close()
  })

  it('G3 a wrong key is a typed error on every read', async () => {
    const stranger = createClient({ ...settings, apiKey: 'sk_test_wrong' })
    await expect(stranger.listUsers()).rejects.toMatchObject({ code: 'unauthorized', status: 401 })
    await expect(stranger.getUser({ userId: 'user_1' })).rejects.toBeInstanceOf(ApiError)
  })

  it('permissions, and roles with permissions', async () => {
    const slug = 'invoices:write.all'
    const permission = await client.createPermission({ slug, name: 'Write invoices' })
    expect(await client.getPermission({ slug })).toEqual(permission)
    expect((await client.updatePermission({ slug, description: 'All' })).description).toBe('All')
    expect((await client.listPermissions()).data.map((item) => item.slug)).toContain(slug)
    await expect(client.createPermission({ slug, name: 'Again' })).rejects.toMatchObject({
      code: 'permission_slug_conflict',
    })

    await client.createEnvironmentRole({ slug: 'payer', name: 'Payer' })
    expect(await client.addEnvironmentRolePermission({ roleSlug: 'payer', slug })).toMatchObject({
      type: 'EnvironmentRole',
      permissions: [slug],
    })
    const emptied = await client.setEnvironmentRolePermissions({ slug: 'payer', permissions: [] })
    expect(emptied.permissions).toEqual([])
    const changed = await client.updateEnvironmentRole({ slug: 'payer', name: 'Pays' })
    expect(await client.getEnvironmentRole({ slug: 'payer' })).toEqual(changed)
    expect((await client.listEnvironmentRoles()).map((role) => role.slug)).toContain('payer')

    const { id: organizationId } = await client.createOrganization({ name: 'Roles Ltd' })
    const role = await client.createOrganizationRole({ organizationId, slug: 'org-picker', name: 'Picker' })
    const one = { organizationId, slug: role.slug }
    expect(role).toMatchObject({ type: 'OrganizationRole', permissions: [] })
    expect((await client.updateOrganizationRole({ ...one, description: 'Picks' })).description).toBe('Picks')
    await client.addOrganizationRolePermission({ organizationId, roleSlug: role.slug, slug })
    expect((await client.getOrganizationRole(one)).permissions).toEqual([slug])
    const removed = await client.removeOrganizationRolePermission({ ...one, permissionSlug: slug })
    expect(removed.permissions).toEqual([])
    await client.setOrganizationRolePermissions({ ...one, permissions: [slug] })
    const listed = await client.listOrganizationRoles({ organizationId })
    expect(listed.map((item) => item.slug)).toEqual(expect.arrayContaining(['payer', 'org-picker']))
    await client.deleteOrganizationRole(one)
    await client.deletePermission({ slug })
    await expect(client.getPermission({ slug })).rejects.toMatchObject({ status: 404 })
  })

  it('API keys, from their creation to their deletion', async () => {
    const user = await newUser('keith')
    const { id: organizationId } = await client.createOrganization({ name: 'Keys Ltd' })
    await client.createOrganizationMembership({ userId: user.id, organizationId })
    const made = await client.createOrganizationApiKey({ organizationId, name: 'Build server' })
    const { value, ...shown } = made
    expect((await client.validateApiKey({ value })).apiKey).toMatchObject({
      id: made.id,
      owner: { type: 'organization', id: organizationId },
    })
    expect((await client.validateApiKey({ value: 'nothing' })).apiKey).toBeNull()
    const listed = await client.listOrganizationApiKeys({ organizationId })
    expect(listed.data).toMatchObject([{ id: shown.id, name: shown.name }])
    const own = await client.createUserApiKey({ userId: user.id, organizationId, name: 'Laptop' })
    expect((await client.validateApiKey({ value: own.value })).apiKey?.owner).toEqual({
      type: 'user',
      id: user.id,
      organizationId,
    })
    expect((await client.listUserApiKeys({ userId: user.id, organizationId })).data).toHaveLength(1)
    await client.expireApiKey({ apiKeyId: own.id })
    expect((await client.validateApiKey({ value: own.value })).apiKey).toBeNull()
    await client.deleteApiKey({ apiKeyId: made.id })
    expect((await client.validateApiKey({ value })).apiKey).toBeNull()
  })

  it('domains of an organization', async () => {
    const { id: organizationId } = await client.createOrganization({ name: 'Domains Ltd' })
    const made = await client.createOrganizationDomain({ organizationId, domain: 'domains.example' })
    expect(made).toMatchObject({ state: 'pending', verificationToken: expect.any(String) })
    const { id: organizationDomainId } = made
    expect(await client.getOrganizationDomain({ organizationDomainId })).toEqual(made)
    expect((await client.verifyOrganizationDomain({ organizationDomainId })).domain).toBe('domains.example')
    await client.deleteOrganizationDomain({ organizationDomainId })
    await expect(client.getOrganizationDomain({ organizationDomainId })).rejects.toMatchObject({
      status: 404,
    })
  })

  it('feature flags, for all users and for one user', async () => {
    const user = await newUser('flora')
    const { id: organizationId } = await client.createOrganization({ name: 'Flags Ltd' })
    const [flag] = (await client.listFeatureFlags()).data
    const { slug } = flag as FeatureFlag
    expect(await client.getFeatureFlag({ slug })).toEqual(flag)
    await client.enableFeatureFlag({ slug })
    await client.addFeatureFlagTarget({ slug, resourceId: user.id })
    await client.addFeatureFlagTarget({ slug, resourceId: organizationId })
    const slugs = ({ data }: { data: FeatureFlag[] }) => data.map((one) => one.slug)
    expect(slugs(await client.listUserFeatureFlags({ userId: user.id }))).toEqual([slug])
    expect(slugs(await client.listOrganizationFeatureFlags({ organizationId }))).toEqual([slug])
    await client.removeFeatureFlagTarget({ slug, resourceId: user.id })
    expect(slugs(await client.listUserFeatureFlags({ userId: user.id }))).toEqual([])
    expect((await client.disableFeatureFlag({ slug })).enabled).toBe(false)
  })

  it('groups of an organization and their members', async () => {
    const user = await newUser('greta')
    const { id: organizationId } = await client.createOrganization({ name: 'Groups Ltd' })
    const { id: organizationMembershipId } = await client.createOrganizationMembership({
      userId: user.id,
      organizationId,
    })
    const made = await client.createGroup({ organizationId, name: 'Pickers' })
    const group = { organizationId, groupId: made.id }
    expect(await client.getGroup(group)).toEqual(made)
    expect((await client.updateGroup({ ...group, description: 'Pick' })).description).toBe('Pick')
    expect((await client.listGroups({ organizationId })).data).toHaveLength(1)
    await client.addGroupMember({ ...group, organizationMembershipId })
    const members = await client.listGroupMembers(group)
    expect(members.data).toMatchObject([{ id: organizationMembershipId, userId: user.id }])
    const groups = await client.listOrganizationMembershipGroups({ organizationMembershipId })
    expect(groups.data.map((one) => one.name)).toEqual(['Pickers'])
    await client.removeGroupMember({ ...group, organizationMembershipId })
    expect((await client.listGroupMembers(group)).data).toEqual([])
    await client.deleteGroup(group)
    await expect(client.getGroup(group)).rejects.toMatchObject({ status: 404 })
  })

  it('IT contacts of an organization', async () => {
    const { id: organizationId } = await client.createOrganization({ name: 'Contacts Ltd' })
    const made = await client.createItContact({ organizationId, email: 'it@contacts.example' })
    expect(await client.listItContacts({ organizationId })).toEqual([made])
    await client.deleteItContact({ organizationId, itContactId: made.id })
    expect(await client.listItContacts({ organizationId })).toEqual([])
  })

  it('connections and directories of an organization', async () => {
    await environment.seed({
      organizations: [{ name: 'Cove' }],
      connections: [{ id: 'conn_cove', organization: 'Cove', name: 'Cove Okta', type: 'OktaSAML' }],
      directories: [
        {
          id: 'directory_cove',
          organization: 'Cove',
          type: 'okta scim v2.0',
          users: [{ email: 'lee@cove.example', first_name: 'Lee', custom_attributes: { boat_name: 'Anna' } }],
          groups: [{ name: 'Divers', users: ['lee@cove.example'] }],
        },
      ],
    })
    const connection = await client.getConnection({ connectionId: 'conn_cove' })
    expect(connection).toMatchObject({ name: 'Cove Okta', connectionType: 'OktaSAML' })
    const organizationId = connection.organizationId as string
    expect((await client.listConnections({ organizationId })).data).toEqual([connection])
    await client.deleteConnection({ connectionId: 'conn_cove' })
    expect((await client.listConnections({ organizationId })).data).toEqual([])

    const directory = await client.getDirectory({ directoryId: 'directory_cove' })
    expect((await client.listDirectories({ organizationId })).data).toEqual([directory])
    const [group] = (await client.listDirectoryGroups({ directory: directory.id })).data
    const directoryGroupId = group?.id as string
    expect(await client.getDirectoryGroup({ directoryGroupId })).toMatchObject({ name: 'Divers' })
    const [user] = (await client.listDirectoryUsers({ group: directoryGroupId })).data
    const directoryUserId = user?.id as string
    expect(await client.getDirectoryUser({ directoryUserId })).toMatchObject({
      email: 'lee@cove.example',
      customAttributes: { boat_name: 'Anna' },
      groups: [{ id: directoryGroupId }],
    })
    await client.deleteDirectory({ directoryId: directory.id })
    expect((await client.listDirectories({ organizationId })).data).toEqual([])
  })

  it('tokens for widgets, and authorized applications', async () => {
    const user = await newUser('willa')
    const { id: organizationId } = await client.createOrganization({ name: 'Widgets Ltd' })
    await client.createOrganizationMembership({ userId: user.id, organizationId, roleSlug: 'admin' })
    const both = { userId: user.id, organizationId }
    expect((await client.createWidgetToken(both)).token).toEqual(expect.any(String))
    expect((await client.createClientToken(both)).token).toEqual(expect.any(String))
    await environment.seed({
      authorized_applications: [
        { user: user.email, organization: organizationId, name: 'Calendar', scopes: ['openid'] },
      ],
    })
    const [letIn] = (await client.listUserAuthorizedApplications({ userId: user.id })).data
    expect(letIn).toMatchObject({ grantedScopes: ['openid'], application: { name: 'Calendar' } })
    const ofAll = await client.listOrganizationAuthorizedApplications({ organizationId })
    expect(ofAll.data).toMatchObject([{ id: letIn?.id, userId: user.id }])
    const applicationId = letIn?.application.id as string
    await client.deleteUserAuthorizedApplication({ userId: user.id, applicationId })
    expect((await client.listUserAuthorizedApplications({ userId: user.id })).data).toEqual([])
  })

  it('audit logs, from a schema to an export', async () => {
    const { id: organizationId } = await client.createOrganization({ name: 'Audited Ltd' })
    const actionName = 'document.deleted'
    const schema = await client.createAuditLogSchema({ actionName, targets: [{ type: 'document' }] })
    expect((await client.listAuditLogSchemas({ actionName })).data).toEqual([schema])
    const actions = await client.listAuditLogActions()
    expect(actions.data.map((action) => action.name)).toContain(actionName)
    const now = environment.clock.now()
    const recorded = await client.createAuditLogEvent({
      organizationId,
      event: {
        action: actionName,
        occurredAt: now.toISOString(),
        actor: { id: 'user_1', type: 'user' },
        targets: [{ id: 'doc_1', type: 'document' }],
        context: { location: '203.0.113.7' },
      },
    })
    expect(recorded).toEqual({ success: true })
    const made = await client.createAuditLogExport({
      organizationId,
      rangeStart: new Date(now.getTime() - 60_000).toISOString(),
      rangeEnd: new Date(now.getTime() + 60_000).toISOString(),
    })
    expect(await client.getAuditLogExport({ auditLogExportId: made.id })).toMatchObject({ id: made.id })
    const stored = await client.setAuditLogRetention({ organizationId, retentionPeriodInDays: 30 })
    expect(stored).toEqual({ retentionPeriodInDays: 30 })
    expect(await client.getAuditLogRetention({ organizationId })).toEqual(stored)
    expect(await client.getAuditLogConfiguration({ organizationId })).toMatchObject({ organizationId })
  })

  it('Radar: the assessment of an attempt, and its lists', async () => {
    const entry = { type: 'ip_address', action: 'block', entry: '203.0.113.9' }
    await client.addRadarListEntry(entry)
    const assessment = await client.createRadarAttempt({
      ipAddress: entry.entry,
      userAgent: 'Firefox',
      email: 'rada@orchard.example',
      authMethod: 'Password',
      action: 'sign-in',
    })
    expect(assessment.verdict).toBe('block')
    await client.updateRadarAttempt({ radarAttemptId: assessment.attemptId, attemptStatus: 'success' })
    await client.removeRadarListEntry(entry)
    const unknown = { radarChallengeId: 'radar_challenge_01NOBODY' }
    await expect(client.getRadarChallenge(unknown)).rejects.toBeInstanceOf(ApiError)
    const challenge = {
      userId: 'user_01NOBODY',
      pendingAuthenticationToken: 'none',
      phoneNumber: '+14155550100',
    }
    await expect(client.sendRadarSmsChallenge(challenge)).rejects.toBeInstanceOf(ApiError)
  })

  it('the Admin Portal, the sign-out from an identity provider, and an SMS factor', async () => {
    const { id: organization } = await client.createOrganization({ name: 'Portal Ltd' })
    const { link } = await client.generatePortalLink({ organization, intent: 'sso' })
    expect(link.startsWith(emulator.url)).toBe(true)
    await expect(client.authorizeSsoLogout({ profileId: 'prof_01NOBODY' })).rejects.toMatchObject({
      status: 404,
    })
    expect(client.getSsoLogoutUrl({ token: 'none' })).toBe(`${emulator.url}/sso/logout?token=none`)
    const factor = await client.createAuthFactor({ type: 'sms', phoneNumber: '+14155550100' })
    expect(factor).toMatchObject({ type: 'sms', sms: { phoneNumber: '+14155550100' } })
  })

  it('an endpoint that is called by its path', async () => {
    const user = await newUser('petra')
    const found = await client.request<{ email_verified: boolean }>({
      method: 'GET',
      path: '/user_management/users/{id}',
      ids: { id: user.id },
    })
    expect(found.email_verified).toBe(true)
  })

  it('includes every operation that the local server has', async () => {
    const { paths } = await (await send(`${emulator.url}/openapi.json`)).json()
    const isServed = (endpoint: string) => {
      const [method = '', path = ''] = endpoint.split(' ')
      const shape = path.replaceAll(/\{[^}]+\}/g, '{}')
      return Object.entries(paths as Record<string, object>).some(
        ([one, methods]) =>
          one.replaceAll(/\{[^}]+\}/g, '{}') === shape && Object.hasOwn(methods, method.toLowerCase()),
      )
    }
    const left = readAggregates().flatMap((one) =>
      one.operations.filter(({ name, endpoint }) => !called.has(name) && isServed(endpoint ?? 'GET /')),
    )
    expect(left.filter(({ name }) => !GRANTS_NOT_EMULATED.includes(name))).toEqual([])
  })
})
