import { expect, type Page, test } from '@playwright/test'
import { findViolations } from '../src/axe.ts'
import type { GalleryState } from '../src/gallery-states.ts'
import { openGallery } from '../src/open-gallery.ts'
import { keepPicture } from '../src/picture.ts'

// A trace of a page with sixteen cards would be too large.
test.use({ trace: 'off' })

const LAYOUT = `
  html { color-scheme: light dark; background: light-dark(#f6f1e8, #131210); }
  body { margin: 0; }
  #root { display: grid; grid-template-columns: repeat(4, 25rem); gap: 1.5rem; padding: 1.5rem; align-items: start; }
`

async function open(page: Page, state: GalleryState, dir: string) {
  await page.setViewportSize({ width: 1760, height: 1000 })
  await openGallery(page, { state, css: LAYOUT, language: dir === 'rtl' ? 'ar' : 'en' })
  if (state === 'pending') await page.locator('[aria-busy="true"]').nth(9).waitFor()
}

// These rules do not apply here, because sixteen cards share this page, while an app shows one at a time.
const violations = (page: Page) => findViolations(page, ['landmark-unique', 'page-has-heading-one'])

/** The height of each card, by its name. */
const heights = (page: Page) =>
  page
    .locator('article')
    .evaluateAll((cards) =>
      Object.fromEntries(
        cards.map((card) => [
          (card as HTMLElement).dataset.state,
          Math.round(card.getBoundingClientRect().height),
        ]),
      ),
    )

for (const colorScheme of ['light', 'dark'] as const)
  for (const dir of ['ltr', 'rtl'])
    test(`B8 every step in ${colorScheme}, ${dir}: axe finds nothing, and no state shifts the layout`, async ({
      page,
    }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const sizes: Record<string, Record<string, number>> = {}
      for (const state of ['idle', 'pending', 'error'] as const) {
        await open(page, state, dir)
        sizes[state] = await heights(page)
        await keepPicture(page, `gallery/${state}.${colorScheme}.${dir}.png`)
        expect.soft(await violations(page), state).toEqual([])
      }
      expect.soft(sizes.pending, 'while pending').toEqual(sizes.idle)
      expect.soft(sizes.error, 'with an error').toEqual(sizes.idle)
    })

for (const dir of ['ltr', 'rtl'])
  test(`B8 every step in forced colors, ${dir}: every control has a visible edge, and axe finds nothing`, async ({
    page,
  }) => {
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
    for (const state of ['idle', 'pending', 'error'] as const) {
      await open(page, state, dir)
      await keepPicture(page, `gallery/${state}.forced-colors.${dir}.png`)
      expect.soft(await violations(page), state).toEqual([])
      expect.soft(await edgeless(page), state).toEqual([])
    }
  })

/** Returns the controls without a visible edge. */
const edgeless = (page: Page) =>
  page
    .locator(
      'article :is(input:not([type="hidden"], [data-lk-part="username"]), button:not([data-lk-part="reveal"]))',
    )
    .evaluateAll((controls) =>
      controls
        .filter((control) => {
          const { borderTopWidth, borderTopStyle, borderTopColor, backgroundColor } =
            getComputedStyle(control)
          return borderTopWidth === '0px' || borderTopStyle === 'none' || borderTopColor === backgroundColor
        })
        .map((control) => control.outerHTML.slice(0, 160)),
    )
