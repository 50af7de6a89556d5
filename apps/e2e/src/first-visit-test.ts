import { emulatorControl } from '@latchkey/core/testing'
import { expect } from '@playwright/test'
import { authenticatorCode } from './authenticator-app.ts'
import { test } from './own-site.ts'
import { advanceClock, siteTime } from './site-clock.ts'

const PASSWORD = 'lantern-quartz-meadow-42'

/** Tests the first minutes of a visitor. They move the clock, so the spec file needs its own site. */
export const firstVisitTest = (name: string): void =>
  test(`a new visitor of the ${name} site can sign up and sign in with a second factor within two minutes`, async ({
    page,
    site,
  }) => {
    const emulator = emulatorControl({ baseUrl: site.env.WORKOS_BASE_URL, apiKey: site.env.WORKOS_API_KEY })
    const started = performance.now()
    const email = `visitor-${Date.now().toString(36)}@orchard.example`

    await page.goto(site.origin)
    await page.getByRole('link', { name: 'Create an account' }).first().click()
    const form = page.locator('form', { has: page.locator('input[autocomplete="new-password"]') })
    await form.locator('input[type="email"]').fill(email)
    await form.locator('input[autocomplete="new-password"]').fill(PASSWORD)
    await form.locator('button[type="submit"]').click()
    const { code = '' } = await emulator.email(email, 'email_verification')
    await enterCode(code)
    await page.waitForURL(/\/account/)

    await page.getByRole('link', { name: 'Security' }).first().click()
    await page.getByRole('button', { name: /(set up|add).*authenticator/i }).click()
    const shown = page.locator('main code', { hasText: /^[A-Z2-7 ]{32,}$/ }).first()
    const secret = (await shown.textContent()) ?? ''
    await enterCode(authenticatorCode(secret, await siteTime(site)))
    await page
      .getByText(/added|saved|set up/i)
      .first()
      .waitFor()

    await page.goto(`${site.origin}/account`)
    await page
      .getByRole('button', { name: /sign out/i })
      .last()
      .click()
    await page.waitForURL((url) => !url.pathname.startsWith('/account'))
    // Each code works only once, so move the clock to get a different one.
    await advanceClock(site, 60)
    await page.goto(`${site.origin}/sign-in`)
    await page.locator('input[type="email"]').first().fill(email)
    await page.locator('input[type="password"]').first().fill(PASSWORD)
    await page.getByRole('button', { name: /^sign in$/i }).click()
    await enterCode(authenticatorCode(secret, await siteTime(site)))
    await page.waitForURL(/\/account/)
    expect((performance.now() - started) / 1000).toBeLessThan(120)

    async function enterCode(text: string) {
      const field = page.locator('input[autocomplete="one-time-code"]').first()
      await field.fill(text)
      // With JavaScript, a complete code submits itself.
      await field
        .locator('xpath=ancestor::form')
        .locator('button[type="submit"]')
        .first()
        .click({ timeout: 2_000 })
        .catch(() => {})
    }
  })
