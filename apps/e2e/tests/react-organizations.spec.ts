import { createClient } from '@latchkey/core/server'
import { type BrowserContext, expect, type Page } from '@playwright/test'
import { test } from '../src/own-site.ts'
import type { Site } from '../src/stack.ts'
import { createUserEmail, expireTokens, lookLater, signIn } from '../src/visitor.ts'

/** A user who is signed in to Harbour as an administrator, and who is also a member of Meadow. */
async function openTabs(context: BrowserContext, site: Site) {
  const { WORKOS_API_KEY: apiKey, WORKOS_CLIENT_ID: clientId, WORKOS_BASE_URL: baseUrl } = site.env
  const client = createClient({ apiKey, clientId, baseUrl })
  const email = await createUserEmail(site, 'greta')
  const { data } = await client.listUsers({ email })
  async function join(name: string, roleSlug: string) {
    const { id } = await client.createOrganization({ name })
    await client.createOrganizationMembership({ organizationId: id, userId: data[0]?.id ?? '', roleSlug })
    return id
  }
  const harbour = await join('Harbour', 'admin')
  await signIn(context, site, email)
  const meadow = await join('Meadow', 'member')
  const { id: foreign } = await client.createOrganization({ name: 'Foreign' })
  await context.clock.install()
  const open = async (path: string) => {
    const page = await context.newPage()
    await page.goto(site.origin + path)
    return page
  }
  return { harbour, meadow, foreign, open }
}

const organization = (page: Page) => page.getByTestId('organization')

test('each tab stays in the organization of its URL', async ({ context, site }) => {
  const requested: string[] = []
  const complaints: string[] = []
  context.on('request', (request) => requested.push(new URL(request.url()).pathname))
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  const { harbour, meadow, open } = await openTabs(context, site)
  const one = await open(`/o/${harbour}`)
  await expect(organization(one)).toHaveText(harbour)
  const other = await open(`/o/${meadow}`)
  const account = await open('/account/organizations')

  await expect(one.getByRole('heading', { level: 1 })).toHaveText('Harbour')
  await expect(one.getByTestId('role')).toHaveText('admin')
  await expect(one.getByRole('heading', { name: 'Members' })).toBeVisible()
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Meadow')
  await expect(other.getByTestId('role')).toHaveText('member')
  expect(requested.filter((path) => path === '/auth/session')).toEqual([])

  const switcher = account.locator('summary', { hasText: /^\s*Organization/ })
  await expect(switcher).toContainText('Harbour')
  await switcher.click()
  // The switcher shows the new organization before the handler has responded. The next page must not cancel the request.
  const switched = account.waitForResponse('**/organization/switch')
  await account.getByRole('button', { name: /Meadow/ }).click()
  await expect(switcher).toContainText('Meadow')
  await switched
  await account.goto(`${site.origin}/account`)
  await expect(account.locator('.facts')).toContainText('Meadow')
  await other.locator('summary', { hasText: /^\s*Organization/ }).click()
  await other.getByRole('button', { name: /Harbour/ }).click()
  await other.waitForURL(`**/o/${harbour}`)
  await expect(organization(other)).toHaveText(harbour)
  await other.goBack()
  await expect(organization(other)).toHaveText(meadow)
  await account.reload()
  await expect(account.locator('.facts')).toContainText('Meadow')
  await one.reload()
  await expect(organization(one)).toHaveText(harbour)

  await expireTokens(site)
  await lookLater(context)
  await account.reload()
  await expect(account.locator('.facts')).toContainText('Meadow')
  await expect(organization(one)).toHaveText(harbour)
  await expect(organization(other)).toHaveText(meadow)
  await expect(one.getByTestId('role')).toHaveText('admin')
  expect(complaints).toEqual([])

  await account.locator('main').getByRole('button', { name: 'Sign out' }).click()
  for (const page of [one, other]) await expect(organization(page)).toHaveCount(0)
})

test('the page of an organization that the user is not a member of shows no data of any organization', async ({
  context,
  site,
}) => {
  const { harbour, foreign, open } = await openTabs(context, site)
  const page = await open(`/o/${foreign}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not your organization')
  await expect(page.locator('main')).not.toContainText(harbour)
  const account = await open('/account')
  await expect(account.locator('.facts')).toContainText('Harbour')
})

test('a signed-out visitor returns to the organization of the URL after signing in', async ({
  context,
  page,
  site,
}) => {
  const { meadow } = await openTabs(context, site)
  await context.clearCookies()
  await page.goto(`${site.origin}/o/${meadow}`)
  expect(new URL(page.url()).searchParams.get('returnTo')).toBe(`/o/${meadow}`)
})
