import { expect, test } from '@playwright/test'
import { findViolations } from '../src/axe.ts'
import { findSite, readStack } from '../src/stack.ts'
import { smallTargets } from '../src/targets.ts'

const SITES = ['react', 'sveltekit', 'plain']
const originOf = (name: string) => findSite(name)?.origin ?? ''

for (const name of SITES) {
  test(`DES-7, DES-28, DES-29: the home page and a long device URL of the ${name} site fit on a phone without scrolling sideways`, async ({
    page,
  }) => {
    await page.setViewportSize({ width: 320, height: 640 })
    await page.goto(originOf(name))
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(await overflow()).toBeLessThanOrEqual(0)
    expect(await smallTargets(page.locator('body'))).toEqual([])
    const addresses = await page
      .locator('.accounts code')
      .evaluateAll((all) => all.map((one) => (one as HTMLElement).offsetHeight))
    expect(addresses).toHaveLength(5)
    expect(Math.max(...addresses), 'an email address has one line').toBeLessThan(30)
    await page.goto(`${originOf(name)}/device`)
    await page.locator('form').first().waitFor()
    const start = page.locator('main form button[type="submit"]').first()
    if ((await page.locator('[data-lk-user-code]').count()) === 0) await start.click()
    const link = page.locator('main a[href*="device"]').first()
    await link.evaluate((element) => {
      element.textContent = `https://${'accounts.of.a.long.name.'.repeat(4)}example/device`
    })
    expect(await overflow()).toBeLessThanOrEqual(0)
  })

  test(`DES-29: below the last cards of the home page, the ${name} site has no empty area with a frame or a background`, async ({
    page,
  }) => {
    for (const width of [900, 1280, 1600]) {
      await page.setViewportSize({ width, height: 800 })
      await page.goto(originOf(name))
      const grid = page.locator('ul.cards, ol.cards').first()
      expect(await grid.evaluate((list) => getComputedStyle(list).backgroundColor)).toBe('rgba(0, 0, 0, 0)')
      expect(await grid.evaluate((list) => getComputedStyle(list).borderTopWidth)).toBe('0px')
      const widths = await grid
        .locator('> li')
        .evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().width)))
      expect(widths.length).toBeGreaterThan(8)
      expect(Math.max(...widths) - Math.min(...widths), `cards at ${width} px`).toBeLessThanOrEqual(1)
    }
  })

  test(`DES-23: the ${name} site has an icon, a description and a theme color`, async ({ request }) => {
    const html = await (await request.get(originOf(name))).text()
    expect(html).toMatch(/<link rel="icon" href="data:image\/svg/)
    expect(html).toMatch(/<meta name="description" content="[^"]{40}/)
    expect(html.match(/<meta name="theme-color"/g)).toHaveLength(2)
  })

  test(`DES-36: an unknown page of the ${name} site shows an error and a link back`, async ({ page }) => {
    expect((await page.goto(`${originOf(name)}/nowhere`))?.status()).toBe(404)
    await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Back to the start' })).toBeVisible()
  })
}

test('DES-2: the single sign-on button of the React site is legible in both color schemes', async ({
  page,
}) => {
  await page.goto(originOf('react'))
  await page.getByRole('button', { name: 'Sign in as Sven' }).click()
  await expect(page.getByRole('link', { name: 'Single sign-on' })).toBeVisible()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    expect(await findViolations(page), colorScheme).toEqual([])
  }
})

test('DES-22: the account page shows the name of the organization, not its ID', async ({ page }) => {
  await page.goto(originOf('react'))
  await page.getByRole('button', { name: 'Sign in as Nadia' }).click()
  const facts = page.locator('.facts')
  await expect(facts).toContainText('Acme')
  await expect(facts).not.toContainText('org_')
})

test('DES-30, DES-31: hosted pages have a margin on phones, and their inputs are not bold', async ({
  page,
}) => {
  await page.setViewportSize({ width: 375, height: 700 })
  const { WORKOS_CLIENT_ID: client = '' } = findSite('react')?.env ?? {}
  const query = new URLSearchParams({
    client_id: client,
    redirect_uri: `${originOf('react')}/auth/callback`,
    response_type: 'code',
    provider: 'authkit',
  })
  await page.goto(`${readStack().emulator.url}/user_management/authorize?${query}`)
  const card = await page.locator('main').boundingBox()
  expect(card?.x).toBeGreaterThanOrEqual(12)
  expect((card?.x ?? 0) + (card?.width ?? 0)).toBeLessThanOrEqual(375 - 12)
  const weights = await page
    .locator('input:visible')
    .evaluateAll((all) => all.map((input) => getComputedStyle(input).fontWeight))
  expect(new Set(weights)).toEqual(new Set(['400']))
})
