import { afterAll, expect, inject, it } from 'vitest'
import { operations } from '../src/engine/web/api/operations.ts'
import { matchOperation } from '../src/engine/web/server/match-operation.ts'
import { createBrowser } from './browser.ts'
import { failingEvents } from './failing-events.ts'
import { createDatabase, PASSWORD, type Seen, start } from './fixture.ts'

const database = inject('postgres') === undefined ? undefined : await createDatabase()
const { caller, failAfter, stop } = await failingEvents(
  () => start(database && { storage: { postgres: database.url } }),
  database?.url,
)
const { authenticate, call, emulator, environment } = caller
afterAll(async () => {
  await stop()
  await emulator.close()
  await database?.drop()
})

// Create the signing key in advance, because creating it is not rolled back.
await environment.keys.jwks()

/** The number of events that were made to fail, by operation. */
const failed = new Map<string, number>()

/** All stored data except the counts of guesses, because a guess counts even if its request fails. */
async function content(): Promise<unknown> {
  const tables = JSON.parse(Buffer.from(await environment.snapshot()).toString()) as Record<string, object[]>
  for (const row of [...(tables.one_time_codes ?? []), ...(tables.challenges ?? [])]) {
    Reflect.deleteProperty(row, 'attempts')
    Reflect.deleteProperty(row, 'updated_at')
  }
  // PostgreSQL returns rows in no particular order: an update that is rolled back can move a row.
  const rows = Object.entries(tables).map(([name, all]) => [
    name,
    all.map((row) => JSON.stringify(row)).sort(),
  ])
  return [rows, (await call('GET', '/_emulator/emails')).body.data]
}

/** Runs a request with its first event failing, then its second, until it succeeds. Failed requests must leave no changes. */
async function untilNoEventFails(name: string, send: () => Promise<{ status: number }>): Promise<void> {
  const before = await content()
  for (let taken = 0; ; taken++) {
    await failAfter(taken)
    const { status } = await send()
    await failAfter(undefined)
    if (status < 500) {
      failed.set(name, Math.max(failed.get(name) ?? 0, taken))
      await content()
      return
    }
    expect(status, name).toBe(500)
    expect(await content(), `${name}, event ${taken + 1}`).toEqual(before)
  }
}

/** Runs a request that must succeed after each of its events was made to fail. */
async function change(method: string, path: string, body?: unknown): Promise<Seen['body']> {
  const { operation } = matchOperation(method, path.split('?')[0] as string) ?? {}
  let seen: Seen | undefined
  await untilNoEventFails(operation?.id ?? path, async () => {
    seen = await call(method, path, body)
    return seen
  })
  expect(seen?.status, `${method} ${path} ${JSON.stringify(seen?.body)}`).toBeLessThan(400)
  return seen?.body ?? {}
}

/** Like {@link change}, but authenticates, with any outcome. */
async function attempt(fields: Record<string, unknown>): Promise<Seen['body']> {
  let seen: Seen | undefined
  await untilNoEventFails(`authenticate ${fields.grant_type}`, async () => {
    seen = await authenticate(fields)
    return seen
  })
  failed.set('authenticate', 1)
  return seen?.body ?? {}
}

const settings = (value: object) => call('PUT', '/_emulator/settings', value)
/** A request whose event fails still uses up a guess. */
const freshGuesses = () => environment.clock.advance({ minutes: 11 })
const codeFor = async (to: string) => (await environment.inbox.waitFor({ to })).code

it('users and the ways to verify an email address', async () => {
  const { id } = await change('POST', '/user_management/users', {
    email: 'ada@orchard.example',
    password: PASSWORD,
  })
  await change('PUT', `/user_management/users/${id}`, { first_name: 'Ada' })
  await change('POST', `/user_management/users/${id}/email_verification/send`)
  await change('POST', `/user_management/users/${id}/email_verification/confirm`, {
    code: await codeFor('ada@orchard.example'),
  })
  await change('POST', `/user_management/users/${id}/email_change/send`, {
    new_email: 'byron@orchard.example',
  })
  await change('POST', `/user_management/users/${id}/email_change/confirm`, {
    code: (await environment.inbox.waitFor({ to: 'byron@orchard.example', kind: 'email_change' })).code,
  })
  await attempt({ grant_type: 'password', email: 'byron@orchard.example', password: PASSWORD })
  await change('POST', '/user_management/password_reset/send', {
    email: 'byron@orchard.example',
    password_reset_url: 'http://localhost:3000/reset',
  })
  const { password_reset_token: token } = await change('POST', '/user_management/password_reset', {
    email: 'byron@orchard.example',
  })
  await change('POST', '/user_management/password_reset/confirm', { token, new_password: `${PASSWORD} two` })
  await attempt({ grant_type: 'password', email: 'byron@orchard.example', password: `${PASSWORD} two` })
  await change('DELETE', `/user_management/users/${id}`)
})

it('every way to authenticate', async () => {
  const email = 'nadia@orchard.example'
  const wrong = await attempt({ grant_type: 'password', email, password: 'wrong wrong wrong' })
  expect(wrong.code).toBe('invalid_credentials')
  await change('POST', '/user_management/magic_auth', { email })
  await change('POST', '/user_management/magic_auth/send', { email })
  const magic = 'urn:workos:oauth:grant-type:magic-auth:code'
  expect((await attempt({ grant_type: magic, email, code: '000000' })).code).toBe('invalid_one_time_code')
  await freshGuesses()
  await change('POST', '/user_management/magic_auth', { email })
  const session = await attempt({ grant_type: magic, email, code: await codeFor(email) })
  expect(session).toHaveProperty('access_token')
  const refreshed = await attempt({ grant_type: 'refresh_token', refresh_token: session.refresh_token })
  await settings({ refresh_reuse_window_seconds: 0 })
  // Use the token again after the reuse window: the refusal ends the session, and records an event.
  const copied = await attempt({ grant_type: 'refresh_token', refresh_token: session.refresh_token })
  expect(copied.error).toBe('invalid_grant')
  expect(
    (await authenticate({ grant_type: 'refresh_token', refresh_token: refreshed.refresh_token })).status,
  ).toBe(400)
  await freshGuesses()
  const { authentication_factor: factor, authentication_challenge: challenge } = await change(
    'POST',
    `/user_management/users/${session.user.id}/auth_factors`,
    { type: 'totp' },
  )
  await change('POST', `/auth/challenges/${challenge.id}/verify`, { code: await environment.totp(factor.id) })
  await change('POST', '/user_management/magic_auth', { email })
  const withFactor = await attempt({ grant_type: magic, email, code: await codeFor(email) })
  await environment.clock.advance({ minutes: 1 })
  const { id: authentication_challenge_id } = await change('POST', `/auth/factors/${factor.id}/challenge`)
  const second = {
    grant_type: 'urn:workos:oauth:grant-type:mfa-totp',
    pending_authentication_token: withFactor.pending_authentication_token,
    authentication_challenge_id,
  }
  expect((await attempt({ ...second, code: '000000' })).code).toBe('invalid_one_time_code')
  await environment.clock.advance({ seconds: 30 })
  const { access_token } = await attempt({ ...second, code: await environment.totp(factor.id) })
  const session_id = JSON.parse(Buffer.from(access_token.split('.')[1], 'base64url').toString()).sid
  await change('POST', '/user_management/sessions/revoke', { session_id })
  await change('DELETE', `/auth/factors/${factor.id}`)
  await change('POST', '/auth/factors/enroll', { type: 'sms', phone_number: '+15005550006' })

  const unproven = 'unproven@orchard.example'
  await change('POST', '/user_management/users', { email: unproven, password: PASSWORD })
  const step = await attempt({ grant_type: 'password', email: unproven, password: PASSWORD })
  expect(step.code).toBe('email_verification_required')
  const verification = {
    grant_type: 'urn:workos:oauth:grant-type:email-verification:code',
    pending_authentication_token: step.pending_authentication_token,
  }
  await attempt({ ...verification, code: '000000' })
  await attempt({ ...verification, code: await codeFor(unproven) })
  await settings({ radar: 'challenge' })
  const challenged = await attempt({ grant_type: 'password', email: unproven, password: PASSWORD })
  expect(challenged.code).toBe('radar_email_challenge')
  await settings({ radar: 'off' })
})

it('authorization codes and the hosted pages', async () => {
  const browser = createBrowser(emulator)
  const callback = 'http://localhost:3000/callback'
  const query = new URLSearchParams({
    client_id: environment.clientId,
    redirect_uri: callback,
    response_type: 'code',
    provider: 'authkit',
  })
  const begin = () => browser.open(`${emulator.url}/user_management/authorize?${query}&screen_hint=sign-up`)
  const submit = (name: string, fields: Record<string, string>) =>
    untilNoEventFails(name, async () => {
      const { pathname, search } = browser.url
      const response = await emulator.fetch(browser.url, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { origin: browser.url.origin },
        redirect: 'manual',
      })
      const location = response.headers.get('location')
      if (location !== null) await browser.open(new URL(location, emulator.url + pathname + search).href)
      return response
    })
  await begin()
  const email = 'page@orchard.example'
  await submit('hosted sign-up', { email, password: PASSWORD, first_name: 'Page' })
  expect(browser.html).toContain(email)
  await submit('hosted verification', { code: (await codeFor(email)) ?? '' })
  const code = browser.url.searchParams.get('code')
  expect(browser.url.href).toContain(callback)
  const signedIn = await attempt({ grant_type: 'authorization_code', code })
  expect(signedIn.user.email).toBe(email)
  // The second use of a code ends the session that the first one started.
  expect((await attempt({ grant_type: 'authorization_code', code })).error).toBe('invalid_grant')
  await begin()
  await submit('hosted sign-in', { action: 'go-sign-in' })
  await submit('hosted wrong password', { email, password: 'wrong wrong wrong' })
  for (const name of ['hosted sign-up', 'hosted wrong password'])
    expect(failed.get(name), name).toBeGreaterThan(0)
})

it('the dashboard', async () => {
  const url = `${emulator.url}/_emulator/ui/users`
  const email = 'board@orchard.example'
  await untilNoEventFails('dashboard', () =>
    emulator.fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ action: 'create', email, password: PASSWORD }),
      headers: { origin: emulator.url },
      redirect: 'manual',
    }),
  )
  expect((await call('GET', `/user_management/users?email=${email}`)).body.data).toHaveLength(1)
  expect(failed.get('dashboard')).toBeGreaterThan(0)
})

it('the objects of an organization', async () => {
  const { id: user_id } = await change('POST', '/user_management/users', { email: 'lee@cove.example' })
  const { id: organization_id } = await change('POST', '/organizations', { name: 'Cove' })
  await change('PUT', `/organizations/${organization_id}`, {
    name: 'The Cove',
    domain_data: [{ domain: 'cove.example', state: 'verified' }],
  })
  const memberships = '/user_management/organization_memberships'
  const { id: membership } = await change('POST', memberships, { user_id, organization_id })
  await change('PUT', `${memberships}/${membership}`, { role_slug: 'admin' })
  await change('PUT', `${memberships}/${membership}/deactivate`)
  await change('PUT', `${memberships}/${membership}/reactivate`)

  const groups = `/organizations/${organization_id}/groups`
  const { id: group } = await change('POST', groups, { name: 'Divers' })
  await change('PATCH', `${groups}/${group}`, { name: 'Deep divers' })
  await change('POST', `${groups}/${group}/organization-memberships`, {
    organization_membership_id: membership,
  })
  await change('DELETE', `${groups}/${group}/organization-memberships/${membership}`)
  await change('DELETE', `${groups}/${group}`)

  const { id: domain } = await change('POST', '/organization_domains', {
    domain: 'deep.example',
    organization_id,
  })
  await change('POST', `/organization_domains/${domain}/verify`)
  await change('DELETE', `/organization_domains/${domain}`)
  const { id: key } = await change('POST', `/organizations/${organization_id}/api_keys`, { name: 'Boat' })
  await change('POST', `/api_keys/${key}/expire`, {})
  const { id: own, value } = await change('POST', `/user_management/users/${user_id}/api_keys`, {
    name: 'Own',
    organization_id,
  })
  await change('POST', '/api_keys/validations', { value })
  await change('DELETE', `/api_keys/${own}`)
  await change('PUT', `/organizations/${organization_id}/audit_logs_retention`, {
    retention_period_in_days: 30,
  })
  await change('POST', '/portal/generate_link', { organization: organization_id, intent: 'sso' })

  const invitations = '/user_management/invitations'
  const { id: first } = await change('POST', invitations, { email: 'mia@cove.example', organization_id })
  await change('POST', `${invitations}/${first}/resend`, {})
  await change('POST', `${invitations}/${first}/revoke`)
  await change('POST', '/user_management/users', { email: 'noa@cove.example' })
  const { id: last } = await change('POST', invitations, { email: 'noa@cove.example', organization_id })
  await change('POST', `${invitations}/${last}/accept`)
  await change('DELETE', `${memberships}/${membership}`)
  await change('DELETE', `/organizations/${organization_id}`)
})

it('permissions and roles', async () => {
  const { id: organization } = (await call('POST', '/organizations', { name: 'Roles' })).body
  const permissions = '/authorization/permissions'
  for (const slug of ['boats:read', 'boats:sail']) await change('POST', permissions, { slug, name: slug })
  await change('PATCH', `${permissions}/boats:read`, { name: 'Look at boats' })
  for (const roles of ['/authorization/roles', `/authorization/organizations/${organization}/roles`]) {
    const slug = roles.includes('organizations') ? 'org-sailor' : 'sailor'
    await change('POST', roles, { slug, name: 'Sailor' })
    await change('PATCH', `${roles}/${slug}`, { name: 'Old sailor' })
    await change('POST', `${roles}/${slug}/permissions`, { slug: 'boats:read' })
    await change('PUT', `${roles}/${slug}/permissions`, { permissions: ['boats:read', 'boats:sail'] })
  }
  const own = `/authorization/organizations/${organization}/roles/org-sailor`
  await change('DELETE', `${own}/permissions/boats:sail`)
  await change('DELETE', own)
  await change('DELETE', `${permissions}/boats:read`)
})

it('the objects that seeds and administrators add', async () => {
  await environment.seed({
    users: [{ email: 'seeded@cove.example' }],
    organizations: [{ name: 'Seeded' }],
    connections: [
      { id: 'conn_seeded', organization: 'Seeded', type: 'GenericSAML', domains: ['seeded.example'] },
    ],
    directories: [
      { id: 'directory_seeded', organization: 'Seeded', users: [{ email: 'seeded@cove.example' }] },
    ],
    feature_flags: [{ slug: 'boats', targets: [] }],
    authorized_applications: [{ user: 'seeded@cove.example', name: 'App' }],
  })
  const { data } = (await call('GET', '/user_management/users?email=seeded@cove.example')).body
  const id = data[0].id as string
  await change('PUT', '/feature-flags/boats/disable')
  await change('PUT', '/feature-flags/boats/enable')
  await change('POST', `/feature-flags/boats/targets/${id}`)
  await change('DELETE', `/feature-flags/boats/targets/${id}`)
  await change('PUT', '/_emulator/connections/conn_seeded', { state: 'inactive' })
  expect(failed.get('/_emulator/connections/conn_seeded')).toBe(1)
  await change('DELETE', '/connections/conn_seeded')
  await change('DELETE', '/directories/directory_seeded')
})

it('a seed adds each entry completely or not at all', async () => {
  const before = await content()
  await failAfter(0)
  const seed = { users: [{ email: 'half@cove.example', totp_secret: 'JBSWY3DPEHPK3PXP' }] }
  await expect(environment.seed(seed)).rejects.toThrow()
  await failAfter(undefined)
  expect(await content()).toEqual(before)
})

/** Operations that are tested here but record no event. */
const WITHOUT_EVENT = [
  'challengeAuthFactor',
  'deleteAuthFactor',
  'enrollAuthFactor',
  'enrollFactor',
  'generatePortalLink',
  'hosted sign-in',
  'sendEmailChange',
  'updateAuditLogsRetention',
  'validateApiKey',
  'verifyAuthChallenge',
]

/** Operations that are not tested here, because they record no event and write in one statement. */
const IN_ONE_STATEMENT = [
  'addRadarListEntry',
  'authorizeDevice',
  'authorizeSsoLogout',
  'createAuditLogEvent',
  'createAuditLogExport',
  'createAuditLogSchema',
  'createClientToken',
  'createCorsOrigin',
  'createItContact',
  'createRadarAttempt',
  'createRedirectUri',
  'createWebhookEndpoint',
  'createWidgetToken',
  'deleteAuthorizedApplication',
  'deleteItContact',
  'deleteRedirectUri',
  'deleteWebhookEndpoint',
  'getProfileAndToken',
  'removeRadarListEntry',
  'sendRadarSmsChallenge',
  'updateJwtTemplate',
  'updateRadarAttempt',
  'updateWebhookEndpoint',
]

const HOW =
  'Call a new operation with `change()` in this file. If it records no event, list it in WITHOUT_EVENT, or in ' +
  'IN_ONE_STATEMENT instead of calling it.'

it('L11: a failing event rolls back every operation that changes something', () => {
  const changing = operations.filter(({ method }) => method !== 'GET').map(({ id }) => id)
  expect(changing.filter((id) => !failed.has(id)).sort(), HOW).toEqual(IN_ONE_STATEMENT)
  const silent = [...failed].filter(([, events]) => events === 0)
  expect(silent.map(([name]) => name).sort(), HOW).toEqual(WITHOUT_EVENT)
})
