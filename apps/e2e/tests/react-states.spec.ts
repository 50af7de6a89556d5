import { expect, type Page, test } from '@playwright/test'
import { findViolations } from '../src/axe.ts'
import { openGallery } from '../src/open-gallery.ts'
import { LOOKS } from '../src/pages.ts'
import { keepPicture } from '../src/picture.ts'

test.use({ trace: 'off' })

const css = `
  html { color-scheme: light dark; background: light-dark(#f8f4ec, #131210); }
  body { margin: 0; }
  #root { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(24rem, 100%), 1fr)); gap: 1rem; padding: 0.75rem;
    align-items: start; }
  article[data-state*=" "], article:is([data-state="dialog"], [data-state="buttons"]) { display: none; }
  article { min-inline-size: 0; min-block-size: 3rem; }
`

/** These rules do not apply here, because one page shows many components outside any layout. */
const EXCEPT = ['landmark-unique', 'page-has-heading-one', 'region', 'landmark-one-main']

/** The height of the row in the list of authenticator apps, and how much each of its placeholders stands out. */
const factorRow = (page: Page) =>
  page
    .locator('[data-state="profile"] [data-lk-part="row"]')
    .first()
    .evaluate((row) => {
      const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
      const luminance = (color: string) => {
        if (!context) return 0
        context.fillStyle = color
        context.fillRect(0, 0, 1, 1)
        const [red = 0, green = 0, blue = 0] = [...context.getImageData(0, 0, 1, 1).data].map(
          (channel) => (channel / 255) ** 2.2,
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
      }
      const panel = luminance(
        getComputedStyle(row.closest('[data-lk-part="panel"]') as Element).backgroundColor,
      )
      const contrasts = ['::before', '::after'].map((bar) => {
        const own = luminance(getComputedStyle(row, bar).backgroundColor)
        return Math.max(own, panel) / Math.min(own, panel)
      })
      return { height: row.getBoundingClientRect().height, contrast: Math.min(...contrasts) }
    })

test('the placeholder of a row is visible, and as high as the row', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 })
  const open = (data: string) =>
    openGallery(page, { state: 'idle', css, language: 'en', query: `&components&data=${data}` })
  await open('loading')
  const loading = await factorRow(page)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect((await factorRow(page)).contrast, colorScheme).toBeGreaterThan(1.4)
  }
  await open('loaded')
  await page.getByText('Orchard · Added').first().waitFor()
  expect(Math.abs((await factorRow(page)).height - loading.height)).toBeLessThanOrEqual(1)
})

test('DES-22: no panel ends with a blank line for a message', async ({ page }) => {
  await openGallery(page, { state: 'idle', css, language: 'en', query: '&components&data=loaded' })
  await page.getByText('Orchard · Added').first().waitFor()
  for (const width of [375, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    const spaces = await page.locator('[data-lk-part="panel"]:visible').evaluateAll((panels) =>
      panels.map((panel) => {
        const ends = [...panel.querySelectorAll('button, summary, input, strong, small, select, code')]
          .filter((one) => one.checkVisibility())
          .map((one) => one.getBoundingClientRect().bottom)
        const below = panel.getBoundingClientRect().bottom - Math.max(...ends)
        return below - Number.parseFloat(getComputedStyle(panel).paddingBlockEnd)
      }),
    )
    expect(spaces.length).toBeGreaterThan(10)
    expect(Math.max(...spaces), `at ${width} px`).toBeLessThan(20)
  }
})

for (const data of ['loading', 'empty', 'failed', 'loaded'] as const)
  test(`components whose data is ${data}: axe finds nothing, and nothing overflows`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await openGallery(page, {
      state: 'idle',
      css,
      language: 'en',
      query: `&components&data=${data}${data === 'loading' ? '&flow=flow_1&invitation_token=token' : ''}`,
    })
    // The dialog covers the page.
    await page.locator('dialog[open]').waitFor({ state: 'attached' })
    await page.evaluate(() => document.querySelector('dialog')?.close())
    await page.evaluate(() => {
      for (const menu of document.querySelectorAll<HTMLDetailsElement>('[data-state="menus"] details'))
        menu.open = true
    })
    const busy = page.locator('article [data-lk-part="list"][aria-busy="true"]')
    if (data === 'loading') {
      await expect(busy.first()).toBeAttached()
      for (const text of await busy.allInnerTexts()) expect(text).toBe('Loading')
      const awaited = page.locator(':is([data-state$="-awaited"], [data-state="enroll"]) [aria-busy="true"]')
      await expect(awaited).toHaveCount(3)
      for (const text of await awaited.allInnerTexts()) expect(text).toMatch(/^Loading$/m)
    } else await expect(busy).toHaveCount(0)
    for (const { look, viewport, colorScheme, isChecked } of LOOKS) {
      await page.setViewportSize(viewport)
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await keepPicture(page, `components/${data}.${look}.png`)
      if (isChecked) expect.soft(await findViolations(page, EXCEPT), look).toEqual([])
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect.soft(overflow, `${look} scrolls sideways`).toBeLessThanOrEqual(0)
    }
  })
