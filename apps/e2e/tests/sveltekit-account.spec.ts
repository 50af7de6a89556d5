import { createClient } from '@latchkey/core/server'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { authenticatorCode } from '../src/authenticator-app.ts'
import { findViolations } from '../src/axe.ts'
import { HOST_SHEETS } from '../src/host-sheets.ts'
import { differences, looks, underHost } from '../src/looks.ts'
import { siteTime } from '../src/site-clock.ts'
import { findSite, type Site } from '../src/stack.ts'
import { smallTargets } from '../src/targets.ts'
import { createUserEmail, signIn } from '../src/visitor.ts'

let users = 0

/** Marks the page once JavaScript submits its forms. Before that, the browser submits them. */
const markEnhanced = () => {
  const { addEventListener } = HTMLFormElement.prototype
  HTMLFormElement.prototype.addEventListener = function add(
    ...listener: Parameters<typeof addEventListener>
  ) {
    if (listener[0] === 'submit') document.documentElement.dataset.enhanced = ''
    addEventListener.apply(this, listener)
  }
}

async function visit(page: Page, address: string, hasScript: boolean) {
  await page.goto(address)
  if (hasScript) await page.locator('html[data-enhanced]').waitFor()
}

/** Signs in a new user who is the administrator of an organization. */
async function openAs(context: BrowserContext, path: string, hasScript = true) {
  const site = findSite('sveltekit') as Site
  const { WORKOS_API_KEY: apiKey, WORKOS_CLIENT_ID: clientId, WORKOS_BASE_URL: baseUrl } = site.env
  const client = createClient({ apiKey, clientId, baseUrl })
  const email = await createUserEmail(site, `rosa-${++users}`)
  const { data } = await client.listUsers({ email })
  const { id: organizationId } = await client.createOrganization({ name: 'Harbour' })
  await client.createOrganizationMembership({ organizationId, userId: data[0]?.id ?? '', roleSlug: 'admin' })
  await signIn(context, site, email)
  const page = await context.newPage()
  await page.addInitScript(markEnhanced)
  await visit(page, site.origin + path, hasScript)
  return { site, page, client, email, organizationId }
}

const panel = (page: Page, title: string) =>
  page.locator('[data-lk-part="panel"]', { has: page.getByRole('heading', { name: title, exact: true }) })
const said = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text })
const focusIsLost = (page: Page) => page.evaluate(() => document.activeElement === document.body)

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('DES-9: the name is saved, and a refused password marks the wrong field', async ({ context }) => {
      const { page } = await openAs(context, '/account/all', javaScriptEnabled)
      await page.getByLabel('First name').fill('Rosa')
      await panel(page, 'Profile').getByRole('button', { name: 'Save' }).click()
      await expect(said(page, 'Saved.')).toBeVisible()
      await expect(page.locator('[data-lk-part="person"]').first()).toContainText('Rosa')

      await page.getByRole('navigation').getByRole('link', { name: 'Password' }).click()
      await page.getByLabel('Current password').fill('not the password')
      await page.getByLabel('New password').fill('lantern-quartz-meadow-43')
      await page.getByRole('button', { name: 'Save' }).click()
      const current = page.getByLabel('Current password')
      await expect(current).toHaveAttribute('aria-invalid', 'true')
      await expect(page.getByText('That is not your current password.')).toBeVisible()
      expect(new URL(page.url()).searchParams.get('tab')).toBe('password')
      if (!javaScriptEnabled) return
      await expect(current).toBeFocused()
      await expect(page.getByLabel('New password')).toHaveValue('lantern-quartz-meadow-43')
    })

    test('DES-9: changing an email address requires the code that was emailed to it', async ({ context }) => {
      const { page, email } = await openAs(context, '/account', javaScriptEnabled)
      const change = panel(page, 'Change email address')
      await change.getByLabel('New email address').fill(`new-${email}`)
      await change.getByRole('button', { name: 'Email me a code' }).click()
      await expect(change.getByText(`We sent a code to new-${email}.`)).toBeVisible()
      const code = change.getByLabel('Six-digit code')
      if (javaScriptEnabled) await expect(code).toBeFocused()
      await code.fill('000000')
      if (!javaScriptEnabled) await change.getByRole('button', { name: 'Confirm' }).click()
      await expect(code).toHaveAttribute('aria-invalid', 'true')
      await expect(change.getByText(`We sent a code to new-${email}.`)).toBeVisible()
    })

    test('DES-9, DES-12: an authenticator app is set up, and removed after a confirmation', async ({
      context,
    }) => {
      const { page, site } = await openAs(context, '/account/security', javaScriptEnabled)
      const factors = panel(page, 'Two-step verification')
      await expect(factors).toContainText('No authenticator app is set up.')
      const begin = factors.getByRole('button', { name: 'Add authenticator app' })
      await begin.click()
      await factors.getByLabel('Six-digit code').waitFor()
      await factors.getByRole('button', { name: 'Cancel' }).click()
      await begin.click()
      const field = factors.getByLabel('Six-digit code')
      await field.waitFor()
      const secret = (await factors.locator('code').textContent()) ?? ''
      await field.fill(authenticatorCode(secret, await siteTime(site)))
      if (!javaScriptEnabled) await factors.getByRole('button', { name: 'Confirm' }).click()
      await expect(said(page, 'Done.')).toBeVisible()
      if (javaScriptEnabled) expect(await focusIsLost(page)).toBe(false)
      await factors.locator('summary', { hasText: 'Remove' }).click()
      await factors.getByRole('button', { name: 'Remove: Authenticator app' }).click()
      await expect(factors).toContainText('No authenticator app is set up.')
      if (javaScriptEnabled) expect(await focusIsLost(page)).toBe(false)
    })

    test('DES-12: another device is signed out, and the focus is not lost', async ({ context, browser }) => {
      const { page, site, email } = await openAs(context, '/account', javaScriptEnabled)
      const other = await browser.newContext({ userAgent: 'Mozilla/5.0 (iPhone) Safari' })
      await signIn(other, site, email)
      await visit(page, `${site.origin}/account/security`, javaScriptEnabled)
      const devices = panel(page, 'Active sessions')
      await expect(devices.getByRole('listitem')).toHaveCount(2)
      await devices.getByRole('button', { name: 'Sign out: Safari, iPhone' }).click()
      await expect(devices.getByRole('listitem')).toHaveCount(1)
      await expect(said(page, 'Done.')).toBeVisible()
      if (javaScriptEnabled) expect(await focusIsLost(page)).toBe(false)
      await other.close()
    })

    test('DES-9: members can be invited, given a role and removed', async ({ context }) => {
      const { page, site, client, organizationId } = await openAs(
        context,
        '/account/members',
        javaScriptEnabled,
      )
      const invitations = panel(page, 'Invitations')
      const invited = `ida-${Date.now().toString(36)}@orchard.example`
      await invitations.getByLabel('Email address').fill(invited)
      await invitations.getByLabel('Role').selectOption('admin')
      await invitations.getByRole('button', { name: 'Invite' }).click()
      const row = invitations.getByRole('listitem').filter({ hasText: invited })
      await expect(row).toContainText('Admin')
      await expect(said(page, 'Invitation sent.')).toBeVisible()
      if (javaScriptEnabled) await expect(invitations.getByLabel('Email address')).toHaveValue('')
      await invitations.getByLabel('Email address').fill(invited)
      await invitations.getByRole('button', { name: 'Invite' }).click()
      await expect(page.getByText('This email address has already been invited.')).toBeVisible()
      await expect(invitations.getByLabel('Email address')).toHaveValue(invited)
      await row.locator('summary', { hasText: 'Remove' }).click()
      await row.getByRole('button', { name: `Remove: ${invited}` }).click()
      await expect(row).not.toContainText('Pending')

      const email = await createUserEmail(site, `omar-${++users}`)
      const { data } = await client.listUsers({ email })
      await client.createOrganizationMembership({ organizationId, userId: data[0]?.id ?? '' })
      await visit(page, `${site.origin}/account/members`, javaScriptEnabled)
      const member = panel(page, 'Members').getByRole('listitem').filter({ hasText: email })
      await member.getByRole('combobox').selectOption('admin')
      if (!javaScriptEnabled) await member.getByRole('button', { name: /^Save/ }).click()
      await expect(said(page, 'Saved.')).toBeVisible()
      await expect(member.getByRole('combobox')).toHaveValue('admin')
      await member.locator('summary').click()
      await member.getByRole('button', { name: /^Remove: omar/ }).click()
      await expect(member).toHaveCount(0)
      await expect(said(page, 'Done.')).toBeVisible()
      if (javaScriptEnabled) expect(await focusIsLost(page)).toBe(false)
    })

    test('DES-9: the user switches to another organization', async ({ context }) => {
      const { page, site, client, email } = await openAs(context, '/account', javaScriptEnabled)
      const { data } = await client.listUsers({ email })
      const { id: organizationId } = await client.createOrganization({ name: 'Meadow' })
      await client.createOrganizationMembership({ organizationId, userId: data[0]?.id ?? '' })
      await visit(page, `${site.origin}/account/organizations`, javaScriptEnabled)
      const menu = page.locator('summary', { hasText: /^\s*Organization/ })
      await expect(menu).toContainText('Harbour')
      await menu.click()
      await page.getByRole('button', { name: 'Meadow' }).click()
      await expect(menu).toContainText('Meadow')
      await expect(page.getByRole('listitem').filter({ hasText: 'Meadow' }).last()).toContainText('active')
      if (javaScriptEnabled) await expect(menu).toBeFocused()
    })
  })
}

test('KIT-6: a double click saves once, and the button shows its progress', async ({ context }) => {
  const { page } = await openAs(context, '/account')
  let posts = 0
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(/\/account\?/, async (route) => {
    if (route.request().method() === 'POST') posts += 1
    await held
    await route.continue()
  })
  await page.waitForLoadState('networkidle')
  await page.getByLabel('First name').fill('Rosa')
  const save = panel(page, 'Profile').getByRole('button', { name: 'Save' })
  await save.dblclick()
  await expect(save).toHaveAttribute('data-lk-state', 'pending')
  await page.getByLabel('First name').press('Enter')
  release()
  await expect(said(page, 'Saved.')).toBeVisible()
  expect(posts).toBe(1)
})

test('KIT-6: without a network, the form keeps its input and shows an error', async ({ context }) => {
  const { page } = await openAs(context, '/account')
  await page.waitForLoadState('networkidle')
  await context.setOffline(true)
  await page.getByLabel('First name').fill('Rosa')
  await panel(page, 'Profile').getByRole('button', { name: 'Save' }).click()
  await expect(said(page, 'You appear to be offline. Check your connection and try again.')).toBeVisible()
  await expect(page.getByLabel('First name')).toHaveValue('Rosa')
  await context.setOffline(false)
})

const PAGES = ['/account', '/account/security', '/account/members', '/account/organizations', '/account/all']

for (const colorScheme of ['light', 'dark'] as const)
  test(`DES-9, DES-28: the account at 320 px, in both directions, ${colorScheme}: axe finds nothing, nothing overflows, and every control is 44 px high`, async ({
    browser,
  }) => {
    test.setTimeout(120_000)
    const context = await browser.newContext({ viewport: { width: 320, height: 640 }, colorScheme })
    const { page, site } = await openAs(context, '/account')
    for (const path of PAGES) {
      await page.goto(site.origin + path)
      await page.waitForLoadState('networkidle')
      for (const details of await page.locator('[data-lk] details').all())
        await details.evaluate((element: HTMLDetailsElement) => {
          element.open = true
        })
      expect.soft(await smallTargets(page.locator('[data-lk]')), path).toEqual([])
      for (const direction of ['ltr', 'rtl']) {
        await page.evaluate((dir) => {
          document.documentElement.dir = dir
        }, direction)
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        expect.soft(overflow, `${path} ${direction}`).toBeLessThanOrEqual(0)
      }
      expect.soft(await findViolations(page), path).toEqual([])
    }
    await context.close()
  })

test('RE-5, DES-1: the account looks the same with every host style sheet', async ({ context }) => {
  test.setTimeout(120_000)
  const { page, site } = await openAs(context, '/account')
  await page.setViewportSize({ width: 1280, height: 900 })
  for (const path of ['/account/security', '/account/members']) {
    await page.goto(site.origin + path)
    await page.waitForLoadState('networkidle')
    // Only the components are compared, in a box that host style sheets do not affect.
    await page.evaluate(() => {
      const parts = [...document.querySelectorAll('.panels > [data-lk]')]
      const box = document.createElement('div')
      box.style.cssText = 'all: unset; display: grid; inline-size: 640px; gap: 24px'
      box.append(...parts)
      document.body.replaceChildren(box)
      document.documentElement.style.setProperty('--lk-rem', '16px')
      document.documentElement.style.setProperty('--lk-color-scheme', 'light')
      // The site's own style sheet affects the components like a host's, so they are moved out of its scope.
    })
    const plain = await looks(page)
    expect(Object.keys(plain).length).toBeGreaterThan(40)
    for (const { host, css, place } of HOST_SHEETS)
      await underHost(page, css, place, async () => {
        const found = differences(plain, await looks(page))
        expect.soft(found.slice(0, 12), `${path}, ${host}: ${found.length} properties differ`).toEqual([])
      })
  }
})
