import { DEMO_PASSWORD } from '@latchkey/demo/demo-users'
import { expect, type Page } from '@playwright/test'
import { test } from '../src/own-site.ts'
import type { Site } from '../src/stack.ts'
import { createUserEmail, NADIA, signIn } from '../src/visitor.ts'

/** Delays the scripts of a page. The returned function lets them load. */
async function holdScripts(page: Page): Promise<() => void> {
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/assets/*.js', async (route) => {
    await held
    await route.continue().catch(() => {})
  })
  return release
}

/** Opens the sign-in page, but delays its script. The returned function lets the script load. */
async function openBeforeScript(page: Page, { origin }: Site): Promise<() => void> {
  const release = await holdScripts(page)
  await page.goto(`${origin}/sign-in`, { waitUntil: 'commit' })
  await page.locator('input[name="email"]').first().fill(NADIA)
  await page.locator('input[name="password"]').fill(DEMO_PASSWORD)
  return release
}

test('text typed before hydration is kept and submitted', async ({ page, site }) => {
  const problems: string[] = []
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  const release = await openBeforeScript(page, site)
  await expect(page.locator('[data-lk-part="reveal"]')).toHaveCount(0)
  release()
  await expect(page.locator('[data-lk-part="reveal"]')).toHaveCount(1)
  await expect(page.locator('input[name="email"]').first()).toHaveValue(NADIA)
  await expect(page.locator('input[name="password"]')).toHaveValue(DEMO_PASSWORD)
  await page.locator('input[name="password"]').press('Enter')
  await expect(page.getByTestId('signed-in-as')).toHaveText(NADIA)
  expect(problems).toEqual([])
})

test('a form submitted before hydration still signs the user in', async ({ page, site }) => {
  const release = await openBeforeScript(page, site)
  const posted = page.waitForRequest((request) => request.method() === 'POST')
  await page.locator('input[name="password"]').press('Enter')
  expect((await posted).headers()['content-type']).toBe('application/x-www-form-urlencoded')
  release()
  await expect(page.getByTestId('signed-in-as')).toHaveText(NADIA)
})

test('G1: a password that is submitted before hydration is changed, and is in no URL', async ({
  page,
  context,
  site,
}) => {
  const email = await createUserEmail(site, 'early')
  await signIn(context, site, email)
  const urls: string[] = []
  page.on('request', (request) => urls.push(request.url()))
  const release = await holdScripts(page)
  await page.goto(`${site.origin}/account/security`, { waitUntil: 'commit' })
  await page.locator('input[name="currentPassword"]').fill(DEMO_PASSWORD)
  await page.locator('input[name="newPassword"]').fill('harbor-meadow-88-quartz')
  const posted = page.waitForResponse((response) => response.request().method() === 'POST')
  await page.locator('input[name="newPassword"]').press('Enter')
  expect((await posted).headers().location).toBe('/account/security?done=1')
  release()
  await page.waitForURL(/\/account\/security\?done=1/)
  expect(urls.join()).not.toMatch(/quartz|Password/)
  const response = await context.request.post(`${site.origin}/auth/sign-in/password`, {
    headers: { origin: site.origin, accept: 'application/json' },
    data: { kind: 'sign-in', email, password: 'harbor-meadow-88-quartz' },
  })
  expect(response.status()).toBe(200)
})
