import { emulatorControl } from '@latchkey/core/testing'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { requestedCodes, STEP_DETAILS } from '../../../packages/core/tests/handler/requested-steps.ts'
import { pageDriver } from './page-driver.ts'
import { findSite, type Site } from './stack.ts'

const PASSWORD = 'lantern-quartz-meadow-42'

/** Tests what a site shows after every documented error code of the API and 200 others, with and without JavaScript. */
export function codesTest(name: string): void {
  for (const javaScriptEnabled of [true, false]) {
    const mode = javaScriptEnabled ? 'script' : 'no script'
    test(`${name}, ${mode}: every error code of the API leads to a page that offers an action`, async ({
      browser,
    }) => {
      test.setTimeout(1_800_000)
      const site = findSite(name)
      if (site === undefined) throw new Error(`The ${name} site is not running.`)
      expect(await problemsOf(site, browser, javaScriptEnabled)).toEqual([])
    })
  }
}

async function problemsOf(site: Site, browser: Browser, javaScriptEnabled: boolean): Promise<string[]> {
  const { WORKOS_BASE_URL: baseUrl, WORKOS_API_KEY: apiKey } = site.env
  const control = emulatorControl({ baseUrl, apiKey })
  const context = await browser.newContext({ javaScriptEnabled })
  const page = await context.newPage()
  const driver = pageDriver(page, site.origin)
  const problems: string[] = []
  for (const [index, code] of requestedCodes.entries()) {
    await control.addFault({
      path: '/user_management/authenticate',
      respond: { status: 403, body: { code, ...STEP_DETAILS } },
    })
    await driver.open('sign-in')
    // Each attempt uses a different email address, because attempts are counted per address.
    await driver.act('password', { email: `code-${index}@orchard.example`, password: PASSWORD })
    const step = await driver.step()
    if (!(await hasNextAction(page, step))) problems.push(`${code}: no next action in ${step}`)
    if (step === 'start' && (await driver.errorCode()) === undefined)
      problems.push(`${code}: the first step again, without a word`)
    await control.clearFaults()
    await context.clearCookies()
  }
  await context.close()
  return problems
}

/** Whether an unknown step links to the hosted page, or any other step has a button or a link to a connection. */
async function hasNextAction(page: Page, step: string): Promise<boolean> {
  const hosted = page.locator('main a[href*="provider=authkit"]')
  if (step === 'unknown') return hosted.first().isVisible()
  const ways = page.locator('main button[type="submit"]:enabled, main a[href*="/auth/authorize"]')
  return ways.filter({ visible: true }).first().isVisible()
}
