import { request } from 'node:http'
import { createClient } from '@latchkey/core/server'
import { DEMO_PASSWORD } from '@latchkey/demo/demo-users'
import { expect, type Page, test } from '@playwright/test'
import { pageDriver } from '../src/page-driver.ts'
import { findSite, type Site } from '../src/stack.ts'
import { smallTargets } from '../src/targets.ts'

function runningSite(name: string): Site {
  const site = findSite(name)
  if (site === undefined) throw new Error(`The ${name} site is not running.`)
  return site
}

async function asAdministrator(page: Page, name: string): Promise<string> {
  const site = runningSite(name)
  const driver = pageDriver(page, site.origin)
  await driver.open('sign-in')
  await driver.act('password', { email: 'nadia@acme.example', password: DEMO_PASSWORD })
  return site.origin
}

/** Signs in Ines, an administrator of Globex, but not of the demo's own organization. */
async function asAdministratorElsewhere(page: Page, name: string): Promise<string> {
  const { origin, env } = runningSite(name)
  const { WORKOS_BASE_URL: baseUrl, WORKOS_API_KEY: apiKey, WORKOS_CLIENT_ID: clientId } = env
  const client = createClient({ baseUrl, apiKey, clientId })
  const { data } = await client.listOrganizations({ domains: ['globex.example'] })
  const driver = pageDriver(page, origin)
  await driver.open('sign-in')
  await driver.act('password', { email: 'ines@globex.example', password: DEMO_PASSWORD })
  await driver.act('organization', { organizationId: data[0]?.id })
  expect(await driver.currentOrganization()).toBe('Globex')
  return origin
}

/** The response status of a POST request that sends only its headers. */
const statusBeforeBody = (url: string, headers: Record<string, string>) =>
  new Promise<number | undefined>((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers })
    sent.once('error', reject)
    sent.once('response', ({ statusCode }) => {
      resolve(statusCode)
      sent.destroy()
    })
    sent.flushHeaders()
  })

const unique = (name: string) => `${name}-${Date.now().toString(36)}`

test.describe('the React admin area', () => {
  test('DES-21: creates, finds, renames and deletes a user, and shows each call', async ({ page }) => {
    const origin = await asAdministrator(page, 'react')
    const email = `${unique('made')}@orchard.example`
    await page.goto(`${origin}/admin/users`)
    await page.getByText('Create a user').click()
    const create = page.locator('section', { has: page.getByText('Create a user') })
    await create.getByLabel('Email address').fill(email)
    await create.getByLabel('First name').fill('Made')
    await create.getByRole('button', { name: 'Create' }).click()
    const row = page.getByRole('row', { name: email })
    await row.waitFor()
    await expect(page.getByRole('status')).toHaveText('The user was created.')
    await page.getByLabel('Email address').first().fill(email)
    await page.getByRole('button', { name: 'Search' }).click()
    await expect(page.getByRole('row')).toHaveCount(2)
    await row.getByRole('button', { name: email }).click()
    const dialog = page.getByRole('dialog', { name: email })
    await expect(dialog.getByRole('region', { name: 'Sessions' })).toContainText('None.')
    expect(await smallTargets(dialog)).toEqual([])
    await dialog.getByText('Rename').click()
    await expect(dialog.getByLabel('First name')).toHaveValue('Made')
    await dialog.getByLabel('First name').fill('Renamed')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(row).toContainText('Renamed')
    await expect(row.getByRole('button')).toBeFocused()
    await row.getByRole('button', { name: email }).click()
    await dialog.locator('summary', { hasText: 'Delete' }).click()
    await expect(dialog).toContainText('This cannot be undone.')
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await expect(page.getByRole('status')).toHaveText('The user was deleted.')
    await expect(page.getByText('Nothing was found.')).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Users' })).toBeFocused()
    const log = page.getByRole('log')
    for (const call of [
      'POST /user_management/users',
      'PUT /user_management/users/',
      'DELETE /user_management/users/',
    ]) {
      await expect(log).toContainText(call)
    }
  })

  test('invites a user, sends the invitation again, and revokes it, without showing the token', async ({
    page,
  }) => {
    const origin = await asAdministrator(page, 'react')
    const email = `${unique('guest')}@orchard.example`
    await page.goto(`${origin}/admin/invitations`)
    await page.getByText('Invite a user').click()
    const create = page.locator('section', { has: page.getByText('Invite a user') })
    await create.getByLabel('Email address').fill(email)
    await create.getByLabel('Days').fill('3')
    await create.getByRole('button', { name: 'Invite' }).click()
    const row = page.getByRole('row', { name: email })
    const dialog = page.getByRole('dialog', { name: email })
    await row.getByRole('button', { name: email }).click()
    await dialog.getByRole('button', { name: 'Send again' }).click()
    await expect(page.getByRole('log')).toContainText('/resend')
    await row.getByRole('button', { name: email }).click()
    await dialog.locator('summary', { hasText: 'Revoke' }).click()
    await dialog.getByRole('button', { name: 'Revoke' }).click()
    await expect(row).toContainText('revoked')
    await expect(page.getByRole('log')).toContainText('"token":"••••••"')
  })

  test('DES-21: lists the members of an organization without its ID, and adds one by email address', async ({
    page,
  }) => {
    const origin = await asAdministrator(page, 'react')
    await page.goto(`${origin}/admin/memberships`)
    await expect(page.getByRole('table')).toBeVisible()
    await page.getByText('Add a user to an organization').click()
    const add = page.locator('section', { has: page.getByText('Add a user to an organization') })
    await add.getByLabel('Email address of the user').fill(`${unique('nobody')}@orchard.example`)
    await add.getByRole('button', { name: 'Add' }).click()
    await expect(page.getByRole('alert')).toContainText('No user has the email address')
  })

  test('DES-21, DES-28: has targets of 44 px and does not scroll sideways on a phone', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    const origin = await asAdministrator(page, 'react')
    for (const path of ['users', 'memberships', 'webhooks', 'events', 'explorer']) {
      await page.goto(`${origin}/admin/${path}`)
      await expect(page.getByText('Loading…')).toHaveCount(0)
      expect(await smallTargets(page.locator('main')), path).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(390)
    }
  })

  test('masks a list of secrets like a single secret', async ({ page }) => {
    const origin = await asAdministrator(page, 'react')
    const response = await page.request.post(`${origin}/api/admin/createUser`, {
      data: { email: 'not-an-address', backupCodes: ['one', 'two'], aliases: ['three'] },
      headers: { origin },
    })
    const { exchanges } = (await response.json()) as { exchanges: { request: unknown }[] }
    expect(exchanges[0]?.request).toMatchObject({ backup_codes: ['••••••', '••••••'], aliases: ['three'] })
  })

  test('receives the subscribed events, signed by the API', async ({ page }) => {
    const origin = await asAdministrator(page, 'react')
    const forged = await page.request.post(`${origin}/webhooks`, {
      data: { event: 'user.created' },
      headers: { 'workos-signature': 't=1, v1=00' },
    })
    expect(forged.status()).toBe(400)
    const signature = { 'workos-signature': 't=1, v1=00' }
    expect(await statusBeforeBody(`${origin}/webhooks`, { 'content-length': '2' })).toBe(400)
    expect(await statusBeforeBody(`${origin}/webhooks`, { ...signature, 'content-length': '1048577' })).toBe(
      413,
    )
    await page.goto(`${origin}/admin/webhooks`)
    await page.getByRole('button', { name: 'Send events here' }).click()
    await expect(page.getByRole('log')).toContainText('POST /webhook_endpoints')
    await page.getByRole('button', { name: 'Send events here' }).click()
    await expect(page.getByRole('log')).toContainText('PATCH /webhook_endpoints/')
    const listed = await page.request.post(`${origin}/api/admin/listWebhookEndpoints`, {
      data: {},
      headers: { origin },
    })
    const { result } = (await listed.json()) as { result: { data: { endpointUrl: string }[] } }
    expect(result.data.map(({ endpointUrl }) => endpointUrl)).toEqual([`${origin}/webhooks`])
    const created = await page.request.post(`${origin}/api/admin/createUser`, {
      data: { email: `${unique('told')}@orchard.example` },
      headers: { origin },
    })
    expect(created.status()).toBe(200)
    await expect(page.getByRole('region', { name: 'Received by this site' })).toContainText('user.created')
  })

  test('can call every operation of the API client', async ({ page }) => {
    // There are more than 150 operations, which are called one after another.
    test.setTimeout(180_000)
    const origin = await asAdministrator(page, 'react')
    await page.goto(`${origin}/admin/explorer`)
    const choice = page.getByLabel('Operation')
    await expect.poll(() => choice.locator('option').count()).toBeGreaterThan(70)
    const operations = await choice.locator('option').allTextContents()
    const responses: string[] = []
    const unsent: string[] = []
    for (const operation of operations) {
      await choice.selectOption(operation)
      // The ids do not exist, so each call gets a response but changes nothing.
      await page.getByLabel('Parameters').fill(JSON.stringify(EXAMPLES[operation] ?? ANY_IDS))
      const responded = page.waitForResponse((response) => response.url().endsWith(`/api/admin/${operation}`))
      await page.getByRole('button', { name: 'Call', exact: true }).click()
      const response = await responded
      const { error } = (await response.json()) as { error?: string }
      // Operations that the local server does not emulate return an error.
      if (error !== 'not_emulated') expect(response.status(), operation).toBeLessThan(500)
      if (error === 'input_invalid') unsent.push(operation)
      responses.push(`${operation} ${response.status()}`)
    }
    process.stdout.write(`${responses.length} operations reached: ${responses.join(', ')}\n`)
    expect(unsent, 'Add ids of a new kind to ANY_IDS, and other parameters to EXAMPLES.').toEqual([])
  })

  test('is open only to administrators', async ({ page }) => {
    const site = findSite('react')
    for (const headers of [{}, { origin: site?.origin ?? '' }] as Record<string, string>[]) {
      const response = await page.request.post(`${site?.origin}/api/admin/listUsers`, { data: {}, headers })
      expect(response.status()).toBe(403)
    }
  })

  test('does not let the administrators of other organizations in', async ({ page }) => {
    const origin = await asAdministratorElsewhere(page, 'react')
    const response = await page.request.post(`${origin}/api/admin/listUsers`, {
      data: {},
      headers: { origin },
    })
    expect(response.status()).toBe(403)
    await page.goto(`${origin}/admin/users`)
    await expect(page.getByText('This area is for administrators of Acme.')).toBeVisible()
  })
})

const ANY_IDS = {
  userId: 'user_01NOBODY',
  organizationId: 'org_01NOBODY',
  externalId: 'nobody',
  organizationMembershipId: 'om_01NOBODY',
  invitationId: 'invitation_01NOBODY',
  sessionId: 'session_01NOBODY',
  factorId: 'auth_factor_01NOBODY',
  authenticationChallengeId: 'auth_challenge_01NOBODY',
  magicAuthId: 'magic_auth_01NOBODY',
  passwordResetId: 'password_reset_01NOBODY',
  emailVerificationId: 'email_verification_01NOBODY',
  redirectUriId: 'redir_01NOBODY',
  webhookEndpointId: 'we_01NOBODY',
  apiKeyId: 'api_key_01NOBODY',
  organizationDomainId: 'org_domain_01NOBODY',
  itContactId: 'it_contact_01NOBODY',
  connectionId: 'conn_01NOBODY',
  slug: 'nobody',
  roleSlug: 'nobody',
  permissionSlug: 'nobody',
  resourceId: 'user_01NOBODY',
  groupId: 'group_01NOBODY',
  radarAttemptId: 'radar_att_01NOBODY',
  radarChallengeId: 'radar_challenge_01NOBODY',
  actionName: 'nobody',
  auditLogExportId: 'audit_log_export_01NOBODY',
  directoryId: 'directory_01NOBODY',
  directoryGroupId: 'directory_group_01NOBODY',
  directoryUserId: 'directory_user_01NOBODY',
  applicationId: 'conn_app_01NOBODY',
  profileId: 'prof_01NOBODY',
  organization: 'org_01NOBODY',
  token: 'nothing',
  code: '000000',
  refreshToken: 'nothing',
  deviceCode: 'nothing',
  codeVerifier: 'x'.repeat(43),
  pendingAuthenticationToken: 'nothing',
  redirectUri: 'http://localhost/callback',
  provider: 'authkit',
  type: 'totp',
}

/** Operations that would change something with the ids above, or need other values. */
const EXAMPLES: Record<string, object> = {
  request: { method: 'GET', path: '/organizations', query: { limit: 1 } },
  listPermissions: { limit: 1 },
  listConnections: { limit: 1 },
  listDirectories: { limit: 1 },
  listFeatureFlags: { limit: 1 },
  listAuditLogActions: { limit: 1 },
  validateApiKey: { value: 'nothing' },
  addRadarListEntry: { type: 'domain', action: 'block', entry: 'nobody.example' },
  removeRadarListEntry: { type: 'domain', action: 'block', entry: 'nobody.example' },
  listUsers: { limit: 1 },
  listOrganizations: { limit: 1 },
  listInvitations: { limit: 1 },
  listOrganizationMemberships: { userId: 'user_01NOBODY' },
  listEvents: { events: ['user.created'], limit: 1 },
  createUser: { email: 'not-an-address' },
  updateJwtTemplate: { content: '{}' },
  getAuthorizationUrl: { redirectUri: 'http://localhost/callback', provider: 'authkit' },
  getAuthorizationUrlWithPkce: { redirectUri: 'http://localhost/callback', provider: 'authkit' },
}

test.describe('the SvelteKit admin area', () => {
  test('does not let the administrators of other organizations in', async ({ page }) => {
    const origin = await asAdministratorElsewhere(page, 'sveltekit')
    expect((await page.goto(`${origin}/admin/users`))?.status()).toBe(403)
    await expect(page.getByRole('link', { name: 'Admin', exact: true })).toHaveCount(0)
  })

  for (const javaScriptEnabled of [true, false]) {
    test(`creates and finds a user ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
      browser,
    }) => {
      const context = await browser.newContext({ javaScriptEnabled })
      const page = await context.newPage()
      const origin = await asAdministrator(page, 'sveltekit')
      const email = `${unique('made')}@orchard.example`
      await page.goto(`${origin}/admin/users`)
      await page.getByText('Create a user').first().click()
      const create = page.locator('form', { has: page.getByRole('button', { name: /create/i }) })
      await create.locator('[name="email"]').fill(email)
      await create.getByRole('button', { name: /create/i }).click()
      await page.goto(`${origin}/admin/users?email=${encodeURIComponent(email)}`)
      await page.getByRole('link', { name: email }).click()
      await expect(page.locator('main')).toContainText(email)
      await context.close()
    })
  }
})
