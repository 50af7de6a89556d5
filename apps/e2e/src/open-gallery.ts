import { readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Locale } from '@latchkey/react'
import { expect, type Page } from '@playwright/test'
import { GALLERY, type GalleryState } from './gallery-states.ts'
import { servePage } from './harness.ts'

/** The tags of the languages that the components include, except the built-in English. */
export const LANGUAGES = readdirSync(
  dirname(fileURLToPath(import.meta.resolve('@latchkey/react/locales/ar'))),
)
  .filter((file) => file.endsWith('.js'))
  .map((file) => file.slice(0, -'.js'.length))

/** A language with the texts of the account components. */
export async function localeOf(tag: string): Promise<Locale> {
  const module: Record<string, Locale> = await import(`@latchkey/react/locales/${tag}`)
  return module[tag.replace('-', '')] as Locale
}

/** Opens the page that shows every step at once. */
export async function openGallery(
  page: Page,
  {
    state,
    css,
    language,
    query = '',
  }: { state: GalleryState; css: string; language: string; query?: string },
): Promise<void> {
  const address = await servePage(page.context(), 'http://gallery.test', 'gallery.tsx', css)
  const locale = language === 'en' ? undefined : await localeOf(language)
  await page.addInitScript((given) => Object.assign(window, { locale: given }), locale)
  await page.goto(`${address}?state=${state}${query}`)
  const steps = page.locator('article[data-state*=" "] [data-lk-part="card"]')
  await expect(steps).toHaveCount(GALLERY.length)
}
