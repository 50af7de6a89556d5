import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'

/** Reads one of the published style sheets. */
export const sheet = (name: 'styles.css' | 'styles.layer.css' | `presets/${string}.css`): string =>
  readFileSync(fileURLToPath(import.meta.resolve(`@latchkey/react/${name}`)), 'utf8')

/** A card with a button and an input, with the same markup as the components. */
export const CARD =
  '<div data-lk="" data-lk-part="card"><h1 data-lk-part="title">Sign in</h1>' +
  '<input data-lk-part="input" name="email"><button data-lk-part="button" data-lk-look="primary" class="bg-red-500 ' +
  'rounded-none">Sign in</button></div>'

/** Shows markup with these style sheets, in the given order. */
export async function showStyled(page: Page, sheets: readonly string[], html = CARD, on = ''): Promise<void> {
  const styles = sheets.map((text) => `<style>${text}</style>`).join('')
  await page.setContent(`<!doctype html><html ${on}><head>${styles}</head><body>${html}</body></html>`)
}

/** The computed value of a property of a part. */
export const computed = (page: Page, part: string, property: string): Promise<string> =>
  page
    .locator(`[data-lk-part="${part}"]`)
    .first()
    .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property)
