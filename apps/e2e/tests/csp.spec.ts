import { DEMO_PASSWORD } from '@latchkey/demo/demo-users'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { pageDriver } from '../src/page-driver.ts'
import { ADMIN_PAGES, PAGES } from '../src/pages.ts'
import { findSite } from '../src/stack.ts'

const NADIA = 'nadia@acme.example'

/** Requires Trusted Types in addition to a site's own policy. Svelte's templates use one named policy. */
const TRUSTED_TYPES: Record<string, string> = {
  react: "require-trusted-types-for 'script'; trusted-types 'none'",
  sveltekit: "require-trusted-types-for 'script'; trusted-types svelte-trusted-html",
  plain: "require-trusted-types-for 'script'; trusted-types 'none'",
}

/** Opens a page that requires Trusted Types and records the violations of its policy. */
async function strictPage(browser: Browser, trustedTypes: string) {
  const page = await browser.newPage()
  const violations: string[] = []
  const policies = new Set<string>()
  await page.exposeFunction('reportViolation', (text: string) => violations.push(text))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { effectiveDirective, blockedURI, sourceFile, sample } = event
      const report = (globalThis as unknown as { reportViolation: (text: string) => void }).reportViolation
      report(`${location.pathname}: ${effectiveDirective} ${blockedURI} ${sourceFile} ${sample}`)
    })
  })
  await page.route('**', async (route) => {
    if (!route.request().isNavigationRequest()) return route.continue()
    const response = await route.fetch({ maxRedirects: 0 })
    const policy = response.headers()['content-security-policy'] ?? ''
    if (response.status() < 300) policies.add(policy)
    const headers = { ...response.headers(), 'content-security-policy': `${policy}, ${trustedTypes}` }
    return route.fulfill({ response, headers })
  })
  return { page, violations, policies }
}

async function signIn(page: Page, origin: string) {
  const driver = pageDriver(page, origin)
  await driver.open('sign-in')
  await driver.act('password', { email: NADIA, password: 'not-the-password' })
  expect(await driver.errorCode()).toBe('invalid_credentials')
  await driver.act('password', { email: NADIA, password: DEMO_PASSWORD })
  expect(await driver.signedInAs()).toBe(NADIA)
}

for (const [name, trustedTypes] of Object.entries(TRUSTED_TYPES)) {
  test(`H3 the ${name} site works under a strict policy and Trusted Types without a single violation`, async ({
    browser,
  }) => {
    test.setTimeout(90_000)
    const site = findSite(name)
    if (site === undefined) throw new Error(`The ${name} site is not running.`)
    const { page, violations, policies } = await strictPage(browser, trustedTypes)
    const pages = name === 'plain' ? PAGES : [...PAGES, ...ADMIN_PAGES]
    for (const { path } of pages.filter(({ signedIn }) => !signedIn)) await page.goto(site.origin + path)
    await signIn(page, site.origin)
    for (const { path } of pages.filter(({ signedIn }) => signedIn)) {
      await page.goto(site.origin + path)
      await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
    }
    expect(violations).toEqual([])
    for (const policy of policies) {
      expect(policy).toContain("default-src 'none'")
      expect(policy).not.toMatch(/'unsafe-(inline|eval)'|\*/)
    }
    await page.close()
  })
}

test('violations are detected', async ({ browser }) => {
  const site = findSite('plain')
  if (site === undefined) throw new Error('The plain site is not running.')
  const { page, violations } = await strictPage(browser, TRUSTED_TYPES.plain ?? '')
  await page.goto(site.origin)
  await page.evaluate(() => {
    document.body.setAttribute('style', 'color: red')
    try {
      document.body.innerHTML = '<b>text</b>'
    } catch {
      // The policy refuses this, as expected.
    }
  })
  const directives = () => violations.map((violation) => violation.split(' ')[1]).sort()
  await expect.poll(directives).toEqual(['require-trusted-types-for', 'style-src-attr'])
  await page.close()
})
