import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'

const folder = join(import.meta.dirname, '../../../.toolchain/screenshots')

/**
 * Saves a screenshot of the whole page under this name, but only for `npm test -- screenshots`: a capture takes as long as
 * the rest of a test. Without a graphics card, Chromium occasionally fails to capture a tall page, so it is retried.
 */
export async function keepPicture(page: Page, name: string): Promise<void> {
  if (process.env.LATCHKEY_PICTURES === undefined) return
  await expect(() => page.screenshot({ path: join(folder, name), fullPage: true })).toPass({
    timeout: 10_000,
  })
}
