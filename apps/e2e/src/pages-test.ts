import { expect, test } from '@playwright/test'
import { checkEveryLook } from './check-every-look.ts'
import { ADMIN_PAGES, OWN_PAGES, PAGES } from './pages.ts'
import { findSite } from './stack.ts'
import { createAdmin, signIn } from './visitor.ts'

/** Tests every page of a site, in each combination of color scheme and layout. */
export const pagesTest = (site: string): void =>
  test(`every page of the ${site} site in each theme: axe finds nothing, nothing overflows, and no error is logged`, async ({
    browser,
  }) => {
    test.setTimeout(300_000)
    const running = findSite(site)
    if (running === undefined) throw new Error(`The ${site} site is not running.`)
    const context = await browser.newContext({ reducedMotion: 'reduce' })
    const page = await context.newPage()
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(String(error)))
    page.on('console', (message) => {
      const isMissingPage = message.text().includes('404')
      if (message.type() === 'error' && !isMissingPage)
        problems.push(`${message.text()} ${message.location().url}`)
    })
    let isSignedIn = false
    const pages = site === 'plain' ? PAGES : [...PAGES, ...ADMIN_PAGES, ...(OWN_PAGES[site] ?? [])]
    for (const { name, path, signedIn } of pages) {
      if (signedIn && !isSignedIn) {
        await signIn(context, running, await createAdmin(running, 'pages'))
        isSignedIn = true
      }
      await page.goto(running.origin + path)
      await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
      await checkEveryLook(page, site, name)
    }
    expect(problems).toEqual([])
    await context.close()
  })
