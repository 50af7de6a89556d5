import type { Page } from '@playwright/test'

/** The visible properties of an element, as longhands, because those are what `getComputedStyle` returns. */
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

/** Returns the visible properties of every part on the page, including its `::before`, `::after` and `::placeholder`. */
export const looks = (page: Page) =>
  page.evaluate((properties) => {
    const parts = document.querySelectorAll<HTMLElement>('[data-lk-part]')
    const all: Record<string, string> = {}
    let count = 0
    for (const part of parts) {
      count += 1
      for (const pseudo of [undefined, '::before', '::after', '::placeholder']) {
        const style = getComputedStyle(part, pseudo)
        const name = `${count} ${part.tagName.toLowerCase()}.${part.dataset.lkPart}${pseudo ?? ''}`
        // A pseudo-element that is not rendered still has a computed size.
        if (pseudo && pseudo !== '::placeholder' && style.content === 'none') all[name] = 'none'
        else if (!pseudo || part.tagName === 'INPUT')
          all[name] = properties.map((property) => style.getPropertyValue(property)).join('|')
      }
    }
    return all
  }, PROPERTIES)

/** Runs `look` while the style sheet of a host is on the page. */
export async function underHost(
  page: Page,
  css: string,
  place: 'before' | 'after',
  look: () => Promise<void>,
) {
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

/** Returns the differences, each as `part: property one → other`. */
export function differences(plain: Record<string, string>, now: Record<string, string>): string[] {
  return Object.entries(plain).flatMap(([name, values]) => {
    const one = values.split('|')
    const other = (now[name] ?? '').split('|')
    return one.flatMap((value, index) =>
      value === other[index] ? [] : [`${name}: ${PROPERTIES[index]} ${value} → ${other[index]}`],
    )
  })
}
