import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'

const folder = join(import.meta.dirname, '../../../.toolchain/screenshots')

/**
 * Keeps a picture of the whole page under this name, for `npm test -- screenshots` alone: a capture takes as long as
 * everything else that a test does with the page. Without a graphics card, Chromium now and then cannot capture a
 * tall page at once.
 */
export async function keepPicture(page: Page, name: string): Promise<void> {
  if (process.env.LATCHKEY_PICTURES === undefined) return
  await expect(() => page.screenshot({ path: join(folder, name), fullPage: true })).toPass({
    timeout: 10_000,
  })
}
