import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { DEMO_PASSWORD } from '@latchkey/demo/cast'
import { expect, test } from '@playwright/test'
import { pageDriver } from '../src/page-driver.ts'
import { ADMIN_PAGES, LOOKS, OWN_PAGES, PAGES } from '../src/pages.ts'
import { keepPicture } from '../src/picture.ts'
import { findSite } from '../src/stack.ts'

const screenshots = join(import.meta.dirname, '../../../.toolchain/screenshots')

for (const site of ['react', 'sveltekit', 'plain']) {
  for (const { look, viewport, colorScheme } of LOOKS) {
    test(`the ${site} site, ${look}: axe finds nothing, nothing overflows, no error is logged`, async ({
      browser,
    }) => {
      test.setTimeout(300_000)
      const running = findSite(site)
      if (running === undefined) throw new Error(`The ${site} site is not running.`)
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
      const page = await context.newPage()
      const problems: string[] = []
      page.on('pageerror', (error) => problems.push(String(error)))
      page.on('console', (message) => {
        const isMissingPage = message.text().includes('404')
        if (message.type() === 'error' && !isMissingPage) problems.push(message.text())
      })
      let signedInAs: string | undefined
      const pages = site === 'plain' ? PAGES : [...PAGES, ...ADMIN_PAGES, ...(OWN_PAGES[site] ?? [])]
      for (const { name, path, as } of pages) {
        if (as !== signedInAs && as !== undefined) {
          const driver = pageDriver(page, running.origin)
          await driver.open('sign-in')
          await driver.act('password', { email: as, password: DEMO_PASSWORD })
          signedInAs = as
        }
        await page.goto(running.origin + path)
        await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
        await keepPicture(page, join(screenshots, site, `${name}.${look}.png`))
        const { violations } = await new AxeBuilder({ page }).analyze()
        const found = violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`,
        )
        expect.soft(found, `${name} ${look}`).toEqual([])
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        expect.soft(overflow, `${name} ${look} scrolls sideways`).toBeLessThanOrEqual(0)
      }
      expect(problems).toEqual([])
      await context.close()
    })
  }
}
