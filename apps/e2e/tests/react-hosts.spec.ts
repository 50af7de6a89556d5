import { expect, type Page, test } from '@playwright/test'
import { HOST_SHEETS } from '../src/host-sheets.ts'
import { differences, looks, underHost } from '../src/looks.ts'
import { openGallery } from '../src/open-gallery.ts'

// A trace of a page with many cards would be too large.
test.use({ trace: 'off' })

/** Shields the page around the components from host style sheets, because only the components are compared. */
const LAYOUT = `
  html { --lk-rem: 16px; }
  html body #root#root {
    all: unset !important; display: grid !important; grid-template-columns: repeat(3, 400px) !important;
    gap: 24px !important; align-items: start !important;
  }
  #root#root article { all: unset !important; display: block !important; }
`

async function openAll(page: Page, query: string) {
  page.on('pageerror', (error) => console.error(error))
  await page.setViewportSize({ width: 1400, height: 1000 })
  await openGallery(page, { state: 'error', css: LAYOUT, language: 'en', query })
  await page.locator('dialog[open]').waitFor()
  // Opens the menus, so that their content has a size.
  for (const menu of await page.locator('article details').all())
    await menu.evaluate((details: HTMLDetailsElement) => {
      details.open = true
    })
}

for (const colorScheme of ['light', 'dark'] as const)
  test(`RE-5, DES-1: every step and component looks the same with every host style sheet, ${colorScheme}`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await openAll(page, '&components')
    // Sets the color scheme, because a host's style sheet could change it. Another test covers that.
    await page.evaluate(
      (scheme) => document.documentElement.style.setProperty('--lk-color-scheme', scheme),
      colorScheme,
    )
    const plain = await looks(page)
    expect(Object.keys(plain).length).toBeGreaterThan(400)
    for (const { host, css, place } of HOST_SHEETS)
      await underHost(page, css, place, async () => {
        const found = differences(plain, await looks(page))
        expect.soft(found.slice(0, 12), `${host}: ${found.length} properties differ`).toEqual([])
      })
  })
