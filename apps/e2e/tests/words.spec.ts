import { DEMO_FLOWS } from '@latchkey/demo/flows'
import { expect, type Page, test } from '@playwright/test'
import { findSite, type Site } from '../src/stack.ts'
import { createAdmin, signIn } from '../src/visitor.ts'

const siteOf = (name: string) => findSite(name) as Site

/** The headings of a page, once its lists are loaded. */
async function headings(page: Page, address: string) {
  await page.goto(address)
  await expect(page.locator('main h2').first()).toBeVisible()
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
  return [...new Set(await page.locator('main h2').allInnerTexts())].sort()
}

/** The names of everything that a visitor can fill in or choose in a card. */
const controls = (page: Page) =>
  page
    .locator('main [data-lk-part="card"]')
    .locator('label, button:not([aria-label]), a')
    .filter({ visible: true })
    .evaluateAll((all) => [...new Set(all.map((one) => one.textContent?.trim() ?? ''))].sort())

for (const path of ['', '/security', '/organizations', '/members'])
  test(`DES-10: sections of /account${path} have the same names on all sites`, async ({ context, page }) => {
    const found: Record<string, string[]> = {}
    for (const name of ['react', 'sveltekit', 'plain']) {
      const site = siteOf(name)
      await signIn(context, site, await createAdmin(site, 'words'))
      found[name] = await headings(page, `${site.origin}/account${path}`)
      if (name === 'react')
        found['without script'] = await headings(page, `${site.origin}/account${path}?without-script`)
    }
    expect(found.sveltekit).toEqual(found.react)
    // These have forms instead of components, and not for everything.
    expect(found.react).toEqual(expect.arrayContaining(found.plain ?? []))
    expect(found.react).toEqual(expect.arrayContaining(found['without script'] ?? []))
    expect(found.plain).not.toEqual([])
  })

for (const path of ['/sign-in', '/sign-up', '/forgot-password'])
  test(`DES-10: fields, buttons and links of ${path} have the same names on all sites`, async ({
    browser,
  }) => {
    // With JavaScript, the first step asks only for the email address.
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    const found: Record<string, string[]> = {}
    for (const name of ['react', 'sveltekit', 'plain']) {
      await page.goto(siteOf(name).origin + path)
      found[name] = await controls(page)
    }
    await context.close()
    expect(found.react?.length).toBeGreaterThan(1)
    expect(found.sveltekit).toEqual(found.react)
    expect(found.plain).toEqual(found.react)
  })

/** Slogans, and words with a meaning that only this project knows. */
const UNCLEAR =
  /every door|the key stays|not a line of|prove (an|your)|in a tab of its own|each in its own tab|struck|forget them|go back to it|open now|where you are now|send me a code|second factor instead/i

for (const name of ['react', 'sveltekit', 'plain'])
  test(`DES-35: pages of the ${name} site say what they are about in common words`, async ({
    context,
    page,
  }) => {
    const site = siteOf(name)
    await page.goto(site.origin)
    await expect(page.locator('h1')).toHaveText(/sign-in/i)
    for (const { id, title, localOnly } of DEMO_FLOWS) {
      expect(title.split(' ').length, title).toBeLessThanOrEqual(6)
      // The plain site has no admin area.
      if (!localOnly && !(id === 'admin' && name === 'plain'))
        await expect(page.locator('main')).toContainText(title)
    }
    await signIn(context, site, await createAdmin(site, 'words'))
    for (const path of [
      '/',
      '/account',
      '/account/security',
      '/account/organizations',
      '/account/members',
      '/device',
    ]) {
      await page.goto(site.origin + path)
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
      await expect(page.locator('body'), path).not.toContainText(UNCLEAR, { useInnerText: true })
    }
  })

test('DES-35: sections of the dashboard say what they are about in common words', async ({ page }) => {
  const { WORKOS_BASE_URL } = siteOf('react').env
  await page.goto(`${WORKOS_BASE_URL}/_emulator/`)
  const sections = await page
    .locator('nav a[href*="_emulator"]')
    .evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).href))
  expect(sections.length).toBeGreaterThan(5)
  for (const address of new Set(sections)) {
    await page.goto(address)
    await expect(page.locator('body'), address).not.toContainText(UNCLEAR, { useInnerText: true })
  }
})
