import { expect, type Page, test } from '@playwright/test'
import { LANGUAGES, localeOf, openGallery } from '../src/open-gallery.ts'
import { keepPicture } from '../src/picture.ts'

test.use({ trace: 'off', viewport: { width: 320, height: 700 } })

const LAYOUT = `
  html { color-scheme: light dark; background: light-dark(#f6f1e8, #131210); }
  body { margin: 0; }
  #root { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; padding: 0.5rem; }
`

/** Returns the elements that overflow their card or are cut off. */
const misfits = (page: Page) =>
  page.locator('article').evaluateAll((cards) =>
    cards.flatMap((card) => {
      const { left, right } = card.getBoundingClientRect()
      return [...card.querySelectorAll<HTMLElement>('h1, p, label, a, button, legend, small, strong, code')]
        .filter((element) => !element.closest('[data-lk-part="live"]'))
        .filter((element) => {
          const box = element.getBoundingClientRect()
          const isCut = element.scrollWidth > element.clientWidth && element.clientWidth > 0
          return box.left < left - 0.5 || box.right > right + 0.5 || isCut
        })
        .map((element) => `${card.dataset.state}: ${element.outerHTML.slice(0, 160)}`)
    }),
  )

/** Returns all texts that a page shows to users or exposes to screen readers. */
const texts = (page: Page) =>
  page.locator('article').evaluateAll((cards) =>
    cards.flatMap((card) => {
      const found: string[] = []
      const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT)
      while (walker.nextNode()) found.push(walker.currentNode.nodeValue ?? '')
      for (const element of card.querySelectorAll('[aria-label], [alt], [title], [placeholder]'))
        for (const name of ['aria-label', 'alt', 'title', 'placeholder'])
          found.push(element.getAttribute(name) ?? '')
      return found.map((text) => text.trim())
    }),
  )

let english: Set<string>

test.beforeEach(async ({ browser }) => {
  if (english !== undefined) return
  const page = await browser.newPage()
  const found: string[] = []
  for (const state of ['idle', 'error'] as const) {
    await openGallery(page, { state, css: LAYOUT, language: 'en' })
    found.push(...(await texts(page)))
  }
  // Names, email addresses and keys are the same in every language.
  english = new Set(
    found.filter((text) => /\p{L}{2}/u.test(text) && !/^(Orchard|Harbor|JBSW.*|\S+@\S+)$/.test(text)),
  )
  await page.close()
})

for (const tag of LANGUAGES)
  test(`every step in ${tag} at 320 px: nothing overflows, is cut off or squeezed, or is in English`, async ({
    page,
  }) => {
    const { errors, flow } = await localeOf(tag)
    const own = new Set<string>([...Object.values(errors), ...Object.values(flow)])
    for (const state of ['idle', 'error'] as const) {
      await openGallery(page, { state, css: LAYOUT, language: tag })
      await keepPicture(page, `languages/${tag}.${state}.png`)
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), state).toBe(320)
      expect.soft(await misfits(page), state).toEqual([])
      const icons = await page
        .locator('[data-lk-part="provider-icon"]')
        .evaluateAll((all) => all.map((icon) => icon.getBoundingClientRect().width))
      expect.soft(new Set(icons), state).toEqual(new Set([18]))
      const left = (await texts(page)).filter((text) => english.has(text) && !own.has(text))
      expect.soft(left, state).toEqual([])
    }
  })
