import { expect, test } from '@playwright/test'
import { findViolations } from './axe.ts'
import { ADMIN_PAGES, LOOKS, OWN_PAGES, PAGES } from './pages.ts'
import { keepPicture } from './picture.ts'
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
      for (const { look, viewport, colorScheme, isChecked } of LOOKS) {
        await page.setViewportSize(viewport)
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await keepPicture(page, `${site}/${name}.${look}.png`)
        if (isChecked) expect.soft(await findViolations(page), `${name} ${look}`).toEqual([])
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        expect.soft(overflow, `${name} ${look} scrolls sideways`).toBeLessThanOrEqual(0)
      }
    }
    expect(problems).toEqual([])
    await context.close()
  })
