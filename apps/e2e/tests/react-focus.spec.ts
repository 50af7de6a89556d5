import { DEMO_PASSWORD } from '@latchkey/demo/demo-users'
import { expect, type Page } from '@playwright/test'
import { test } from '../src/own-site.ts'
import { controlOf, createUserEmail, NADIA } from '../src/visitor.ts'

/** Records the texts that live regions announce to a screen reader. An unchanged text is recorded once. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const received: string[] = []
    Object.assign(globalThis, { received })
    new MutationObserver((changes) => {
      const regions = new Set(
        changes.map(({ target }) =>
          (target.nodeType === Node.TEXT_NODE ? target.parentElement : (target as Element))?.closest(
            '[aria-live], [role=status], [role=alert]',
          ),
        ),
      )
      for (const region of regions) {
        const spoken = region?.cloneNode(true) as Element | undefined
        for (const hidden of spoken?.querySelectorAll('[aria-hidden=true]') ?? []) hidden.remove()
        const text = spoken?.textContent?.trim()
        if (text) received.push(text)
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
  return () => page.evaluate(() => (globalThis as unknown as { received: string[] }).received)
}

const focused = (page: Page) => page.locator(':focus')

async function sendPassword(page: Page, origin: string, email: string, password: string) {
  await page.goto(`${origin}/sign-in`)
  await page.locator('[data-lk-part="reveal"]').waitFor()
  const received = await listen(page)
  await page.locator('input[name="email"]').first().fill(email)
  await page.locator('input[name="password"]').fill(password)
  await page.locator('input[name="password"]').press('Enter')
  return received
}

test('a new step moves the focus to its field, under its heading, and nothing else is announced', async ({
  page,
  site,
}) => {
  const received = await sendPassword(page, site.origin, 'tomas@acme.example', DEMO_PASSWORD)
  await expect(page.locator('[data-lk-part="card"]')).toHaveAttribute('data-lk-state', 'mfa-challenge')
  await expect(focused(page)).toHaveAttribute('autocomplete', 'one-time-code')
  await expect(page.getByRole('form', { name: 'Two-step verification' }).locator(':focus')).toHaveCount(1)
  expect(await received()).toEqual([])
})

test('a step without a field moves the focus to its heading', async ({ page, site }) => {
  await sendPassword(page, site.origin, 'sven@initech.example', DEMO_PASSWORD)
  await expect(page.locator('[data-lk-part="card"]')).toHaveAttribute('data-lk-state', 'sso-required')
  await expect(focused(page)).toHaveRole('heading')
})

test('an error is announced once, and again when it occurs again', async ({ page, site }) => {
  const received = await sendPassword(page, site.origin, NADIA, 'not-the-password')
  const message = 'That email address and password do not match.'
  await expect.poll(received).toEqual([message])
  await page.locator('input[name="password"]').press('Enter')
  await expect.poll(received).toEqual([message, message])
})

test('an error for a field is associated with the field, moves the focus there, and is announced once', async ({
  page,
  site,
}) => {
  await page.goto(`${site.origin}/sign-in`)
  await page.locator('[data-lk-part="reveal"]').waitFor()
  const received = await listen(page)
  await page.locator('input[name="email"]').first().fill(NADIA)
  await page.locator('input[name="email"]').first().press('Enter')
  await expect(focused(page)).toHaveAttribute('name', 'password')
  await expect(focused(page)).toHaveAccessibleDescription('Enter your password.')
  await expect.poll(received).toEqual(['Enter your password.'])
})

test('sending an email again is announced once', async ({ page, site }) => {
  await page.clock.install()
  const email = await createUserEmail(site, 'ada')
  await page.goto(`${site.origin}/sign-in`)
  await page.locator('[data-lk-part="reveal"]').waitFor()
  await page.locator('input[name="email"]').first().fill(email)
  await page.getByRole('button', { name: 'Email me a code' }).click()
  await expect(focused(page)).toHaveAttribute('autocomplete', 'one-time-code')
  await controlOf(site).email(email, 'magic_auth')
  await page.clock.fastForward(61_000)
  const received = await listen(page)
  await page.getByRole('button', { name: 'Send again' }).click()
  await expect.poll(received).toEqual(['Sent. It can take a minute to arrive.'])
})
