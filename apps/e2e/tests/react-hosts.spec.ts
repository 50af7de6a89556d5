import { expect, type Page, test } from '@playwright/test'
import { HOST_SHEETS } from '../src/host-sheets.ts'
import { openGallery } from '../src/open-gallery.ts'

// Many cards on a page are too much for a recording.
test.use({ trace: 'off' })

/** The page around the components, out of reach of any host: only they are compared. */
const LAYOUT = `
  html { --lk-rem: 16px; }
  html body #root#root {
    all: unset !important; display: grid !important; grid-template-columns: repeat(3, 400px) !important;
    gap: 24px !important; align-items: start !important;
  }
  #root#root article { all: unset !important; display: block !important; }
`

/** What one sees of an element. Longhands, as `getComputedStyle` has them. */
const PROPERTIES = [
  ...['width', 'height', 'margin-top', 'margin-bottom', 'margin-left', 'display', 'position', 'box-sizing'],
  ...['padding-top', 'padding-right', 'padding-bottom', 'padding-left', 'gap', 'flex-direction'],
  ...['color', 'background-color', 'background-image', 'opacity', 'box-shadow', 'visibility', 'filter'],
  ...[
    'border-top-width',
    'border-top-style',
    'border-top-color',
    'border-bottom-width',
    'border-top-left-radius',
  ],
  ...[
    'font-family',
    'font-size',
    'font-weight',
    'font-style',
    'line-height',
    'letter-spacing',
    'text-transform',
  ],
  ...[
    'text-align',
    'text-decoration-line',
    'text-shadow',
    'white-space',
    'list-style-type',
    'appearance',
    'content',
  ],
  ...['transform', 'animation-name', 'fill', 'stroke', 'cursor', 'accent-color', '-webkit-text-fill-color'],
]

/** Every part on the page, with what is before, after and instead of its text. */
const looks = (page: Page) =>
  page.evaluate((properties) => {
    const parts = document.querySelectorAll<HTMLElement>('[data-lk-part]')
    const all: Record<string, string> = {}
    let count = 0
    for (const part of parts) {
      count += 1
      for (const pseudo of [undefined, '::before', '::after', '::placeholder']) {
        const style = getComputedStyle(part, pseudo)
        const name = `${count} ${part.tagName.toLowerCase()}.${part.dataset.lkPart}${pseudo ?? ''}`
        // A part that is drawn by nobody has a size all the same.
        if (pseudo && pseudo !== '::placeholder' && style.content === 'none') all[name] = 'none'
        else if (!pseudo || part.tagName === 'INPUT')
          all[name] = properties.map((property) => style.getPropertyValue(property)).join('|')
      }
    }
    return all
  }, PROPERTIES)

/** Puts a host's sheet on the page, and takes it away again. */
async function underHost(page: Page, css: string, place: 'before' | 'after', look: () => Promise<void>) {
  const style = await page.evaluateHandle(
    ([text, where]) => {
      const element = document.createElement('style')
      element.textContent = text as string
      document.head[where === 'before' ? 'prepend' : 'append'](element)
      return element
    },
    [css, place],
  )
  await look()
  await style.evaluate((element) => element.remove())
}

/** What differs, as `part: property one → other`, the first few. */
function differences(plain: Record<string, string>, now: Record<string, string>): string[] {
  return Object.entries(plain).flatMap(([name, values]) => {
    const one = values.split('|')
    const other = (now[name] ?? '').split('|')
    return one.flatMap((value, index) =>
      value === other[index] ? [] : [`${name}: ${PROPERTIES[index]} ${value} → ${other[index]}`],
    )
  })
}

async function openAll(page: Page, query: string) {
  page.on('pageerror', (error) => console.error(error))
  await page.setViewportSize({ width: 1400, height: 1000 })
  await openGallery(page, { state: 'error', css: LAYOUT, language: 'en', query })
  await page.locator('dialog[open]').waitFor()
  // Open menus, so that what is in them has a size.
  for (const menu of await page.locator('article details').all())
    await menu.evaluate((details: HTMLDetailsElement) => {
      details.open = true
    })
}

for (const colorScheme of ['light', 'dark'] as const)
  test(`RE-5, DES-1: every step and component looks the same under every host sheet, ${colorScheme}`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await openAll(page, '&components')
    // The host says which scheme its page has; what follows from that has a test of its own.
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
