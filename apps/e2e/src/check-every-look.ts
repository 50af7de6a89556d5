import { expect, type Page } from '@playwright/test'
import { findViolations } from './axe.ts'
import { LOOKS } from './pages.ts'
import { keepPicture } from './picture.ts'

/** Expects an open page not to scroll sideways in any look, and axe to find nothing where its results can differ. */
export async function checkEveryLook(page: Page, site: string, name: string): Promise<void> {
  for (const { look, viewport, colorScheme, isChecked } of LOOKS) {
    await page.setViewportSize(viewport)
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await keepPicture(page, `${site}/${name}.${look}.png`)
    if (isChecked) expect.soft(await findViolations(page), `${name} ${look}`).toEqual([])
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect.soft(overflow, `${name} ${look} scrolls sideways`).toBeLessThanOrEqual(0)
  }
}
