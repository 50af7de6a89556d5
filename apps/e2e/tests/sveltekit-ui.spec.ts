import { DEMO_PASSWORD } from '@latchkey/demo/demo-users'
import { expect, type Page, test } from '@playwright/test'
import { findViolations } from '../src/axe.ts'
import { findSite } from '../src/stack.ts'
import { smallTargets } from '../src/targets.ts'

const WRONG = 'That email address and password do not match.'
const EMAIL = 'nadia@acme.example'

async function open(page: Page, path: string) {
  const site = findSite('sveltekit')
  if (site === undefined) throw new Error('The sveltekit site is not running.')
  await page.goto(site.origin + path)
  // The button that reveals a password appears only when JavaScript runs.
  const isAlive = page.locator('[data-lk-part="reveal"], [data-lk-part="card"]:not(:has([type="password"]))')
  await isAlive.first().waitFor()
}

const email = (page: Page) => page.getByLabel('Email address').first()
const password = (page: Page) => page.getByLabel('Password', { exact: true })
const submit = (page: Page) => page.getByRole('button', { name: 'Sign in', exact: true })

async function signInWith(page: Page, secret: string) {
  await email(page).fill(EMAIL)
  await password(page).fill(secret)
  await submit(page).click()
}

test('DES-8: an error does not shift the layout, is announced, and keeps the input', async ({ page }) => {
  await open(page, '/sign-in?returnTo=%2Faccount')
  const places = () =>
    page.locator('[data-lk-part="card"] :is(input, button, a, h1)').evaluateAll((elements) =>
      elements.map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect()
        return [x, y, width, height]
      }),
    )
  const before = await places()
  await signInWith(page, 'not the password')
  await expect(page.getByText(WRONG)).toBeVisible()
  expect(await places()).toEqual(before)
  await expect(page.locator('[aria-live]', { hasText: WRONG })).toBeAttached()
  await expect(email(page)).toHaveValue(EMAIL)
  await expect(password(page)).toHaveValue('not the password')
  expect(new URL(page.url()).search).toBe('?returnTo=%2Faccount')
})

test('DES-8: each step moves the focus to its first field, and an error moves it to its field', async ({
  page,
}) => {
  await open(page, '/sign-in')
  await submit(page).click()
  await expect(page.getByText('Enter your email address.')).toBeVisible()
  await expect(email(page)).toBeFocused()
  await email(page).fill(EMAIL)
  await page.getByRole('button', { name: 'Email me a code' }).click()
  const code = page.getByLabel('Six-digit code')
  await expect(code).toBeFocused()
  await code.fill('000000')
  await expect(code).toHaveAttribute('aria-invalid', 'true')
  await expect(code).toBeFocused()
  await page.getByRole('button', { name: 'Back' }).click()
  await expect(email(page)).toBeFocused()
})

test('KIT-6: a double click submits once, and the button shows its progress', async ({ page }) => {
  await open(page, '/sign-in')
  await email(page).fill(EMAIL)
  let posts = 0
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(/\/sign-in\?/, async (route) => {
    if (route.request().method() === 'POST') posts += 1
    await held
    await route.continue()
  })
  const button = page.getByRole('button', { name: 'Email me a code' })
  await button.dblclick()
  await expect(button).toHaveAttribute('data-lk-state', 'pending')
  await email(page).press('Enter')
  release()
  await expect(page.getByLabel('Six-digit code')).toBeFocused()
  expect(posts).toBe(1)
})

test('KIT-6: without a network, the form keeps its input and shows an error', async ({ page, context }) => {
  await open(page, '/sign-in')
  await context.setOffline(true)
  await signInWith(page, DEMO_PASSWORD)
  await expect(page.getByText('You appear to be offline. Check your connection and try again.')).toBeVisible()
  await expect(password(page)).toHaveValue(DEMO_PASSWORD)
  await context.setOffline(false)
  await submit(page).click()
  await page.waitForURL((url) => url.pathname !== '/sign-in')
})

test('KIT-6: an email address that was typed is kept in the next flow', async ({ page }) => {
  await open(page, '/sign-in')
  await email(page).fill('somewhere@orchard.example')
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await expect(page.getByRole('heading', { name: 'Reset your password' })).toBeVisible()
  await expect(email(page)).toHaveValue('somewhere@orchard.example')
  await page.getByRole('button', { name: 'Send the link' }).click()
  await expect(page.getByText('If somewhere@orchard.example has an account')).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`KIT-6, DES-28: every first step at 320 px, ${colorScheme}: axe finds nothing, and nothing overflows`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ viewport: { width: 320, height: 640 }, colorScheme })
    const page = await context.newPage()
    const paths = ['/sign-in', '/sign-up', '/forgot-password', '/reset-password?token=x', '/invite?token=x']
    for (const path of paths) {
      await open(page, path)
      expect.soft(await findViolations(page), path).toEqual([])
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect.soft(overflow, path).toBeLessThanOrEqual(0)
      expect.soft(await smallTargets(page.locator('[data-lk]')), path).toEqual([])
    }
    await context.close()
  })
