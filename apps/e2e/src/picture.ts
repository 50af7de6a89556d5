import { expect, type Page } from '@playwright/test'

/** Keeps a picture of the whole page. Without a graphics card, Chromium now and then cannot capture a tall page at once. */
export async function keepPicture(page: Page, path: string): Promise<void> {
  await expect(() => page.screenshot({ path, fullPage: true })).toPass({ timeout: 10_000 })
}
