import { createClient } from '@latchkey/core/server'
import type { SiteFixture } from '@latchkey/core/testing'
import { emulatorControl } from '@latchkey/core/testing'
import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test'
import { pageDriver } from './page-driver.ts'
import { advanceClock } from './site-clock.ts'
import type { Site } from './stack.ts'

/** Creates the fixture of a scenario, which uses the pages of a running site. */
export async function scenarioFixture(
  site: Site,
  browser: Browser,
  javaScriptEnabled: boolean,
  /** Changes how the user operates the page. Default: with the pointer. */
  keyboard = (page: Page) => page,
) {
  const { WORKOS_BASE_URL: baseUrl, WORKOS_API_KEY: apiKey, WORKOS_CLIENT_ID: clientId } = site.env
  const control = emulatorControl({ baseUrl, apiKey })
  const contexts: BrowserContext[] = []
  async function newDriver() {
    const context = await browser.newContext({ javaScriptEnabled })
    contexts.push(context)
    if (javaScriptEnabled) await context.clock.install()
    return pageDriver(keyboard(await context.newPage()), site.origin)
  }
  const fixture: SiteFixture = {
    driver: await newDriver(),
    otherDriver: newDriver,
    client: createClient({ apiKey, clientId, baseUrl }),
    emulator: {
      ...control,
      advanceClock: (seconds) => advanceClock(site, seconds),
    },
    async approveDevice(userCode, uri, email, password) {
      const context = await browser.newContext({ javaScriptEnabled })
      const page = await context.newPage()
      await page.goto(uri)
      await page.locator('input[name="user_code"]').fill(userCode)
      await page.locator('button[value="approve"]').click()
      await page.locator('input[name="email"]').fill(email)
      await page.locator('input[name="password"]').fill(password)
      await page.locator('button[value="password"]').click()
      await page.getByRole('heading', { level: 1 }).waitFor()
      await context.close()
    },
    freshEmail: (name) => `${name}-${Date.now().toString(36)}@orchard.example`,
    expect: (actual, expected, what) => expect(actual, what).toEqual(expected),
  }
  return { fixture, close: () => Promise.all(contexts.map((context) => context.close())) }
}
