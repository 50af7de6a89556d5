import { expect, test } from '@playwright/test'
import { HOST_SHEETS } from '../src/host-sheets.ts'
import { openGallery } from '../src/open-gallery.ts'
import { computed, sheet, showStyled } from '../src/style-page.ts'
import { smallTargets } from '../src/targets.ts'

test.use({ trace: 'off' })

const LIGHT = 'rgb(255, 253, 249)'
const DARK = 'rgb(27, 26, 23)'

test('RE-4: variables take effect wherever they are set', async ({ page }) => {
  const own = ':root { --lk-color-accent: #6d28d9; --lk-radius: 2px }'
  for (const name of ['styles.css', 'styles.layer.css'] as const)
    for (const sheets of [
      [own, sheet(name)],
      [sheet(name), own],
    ]) {
      await showStyled(page, sheets)
      expect(await computed(page, 'button', 'background-color')).toBe('rgb(109, 40, 217)')
      expect(await computed(page, 'input', 'border-top-left-radius')).toBe('2px')
    }
  await showStyled(page, [sheet('styles.css'), '[data-lk] { --lk-radius: 3px }'])
  expect(await computed(page, 'input', 'border-top-left-radius')).toBe('3px')
  for (const preset of ['tailwind', 'shadcn'] as const) {
    await showStyled(page, [
      sheet('styles.css'),
      sheet(`presets/${preset}.css`),
      ':root { --lk-radius: 4px }',
    ])
    expect(await computed(page, 'input', 'border-top-left-radius'), preset).toBe('4px')
  }
})

test('RE-4: on a page with a different rem, components use the size that --lk-rem sets', async ({ page }) => {
  await showStyled(page, [sheet('styles.css'), 'html { font-size: 62.5%; --lk-rem: 16px }'])
  expect(await computed(page, 'button', 'font-size')).toBe('15px')
})

test('RE-16: the color scheme follows the page, or the attribute that its theme switch sets', async ({
  page,
}) => {
  const follows = ':root { color-scheme: light dark }'
  for (const [system, css, on, expected] of [
    ['dark', '', '', LIGHT],
    ['light', '', '', LIGHT],
    ['dark', follows, '', DARK],
    ['light', follows, '', LIGHT],
    ['dark', ':root { color-scheme: light }', '', LIGHT],
    ['light', ':root { color-scheme: dark }', '', DARK],
    ['light', '', 'class="dark"', DARK],
    ['dark', follows, 'class="light"', LIGHT],
    ['light', '', 'data-theme="dark"', DARK],
    ['dark', follows, 'data-theme="light"', LIGHT],
    ['light', '', 'data-bs-theme="dark"', DARK],
    ['light', '', 'data-mode="dark"', DARK],
    ['light', '', 'data-mantine-color-scheme="dark"', DARK],
    ['dark', ':root { --lk-color-scheme: light }', '', LIGHT],
  ] as const) {
    await page.emulateMedia({ colorScheme: system })
    await showStyled(page, [sheet('styles.css'), css], undefined, on)
    expect(await computed(page, 'card', 'background-color'), `${system} ${css} ${on}`).toBe(expected)
  }
})

test('RE-6: the dialog looks like a card, even outside any other component', async ({ page }) => {
  await showStyled(
    page,
    [sheet('styles.css')],
    '<dialog open data-lk="" data-lk-part="dialog"><p>Ended</p></dialog>',
  )
  expect(await computed(page, 'dialog', 'background-color')).toBe(LIGHT)
  expect(await computed(page, 'dialog', 'padding-top')).toBe('36px')
  expect(await computed(page, 'dialog', 'border-top-width')).toBe('1px')
})

test('DES-1: utilities override the layered style sheet regardless of the import order', async ({ page }) => {
  const tailwind = HOST_SHEETS.find(({ host }) => host.startsWith('Tailwind 4'))?.css ?? ''
  for (const sheets of [
    [tailwind, sheet('styles.layer.css')],
    [sheet('styles.layer.css'), tailwind],
  ]) {
    await showStyled(page, sheets)
    expect(await computed(page, 'button', 'border-top-left-radius')).toBe('0px')
    expect(await computed(page, 'button', 'background-color')).not.toBe('rgb(29, 74, 63)')
    // Tailwind's reset does not affect the components.
    expect(await computed(page, 'card', 'padding-top')).toBe('36px')
    expect(await computed(page, 'input', 'border-top-width')).toBe('1px')
  }
})

test('DES-1: important rules override the default style sheet', async ({ page }) => {
  await showStyled(page, [sheet('styles.css'), '.bg-red-500 { background: rgb(255, 0, 0) !important }'])
  expect(await computed(page, 'button', 'background-color')).toBe('rgb(255, 0, 0)')
})

test('DES-36: the focus ring has a contrast of 3:1 with the card and with the page around it', async ({
  page,
}) => {
  for (const [on, backgrounds] of [
    ['class="light"', ['#fffdf9', '#f8f4ec', '#ffffff']],
    ['class="dark"', ['#1b1a17', '#131210', '#000000']],
  ] as const) {
    await showStyled(page, [sheet('styles.css')], undefined, on)
    await page.locator('button').focus()
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Tab')
    const ring = await computed(page, 'button', 'outline-color')
    for (const background of backgrounds)
      expect(contrast(ring, background), `${ring} on ${background}`).toBeGreaterThanOrEqual(3)
  }
})

for (const width of [320, 375])
  test(`DES-6, DES-27: long names, long email addresses and three connections fit at ${width} px`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 800 })
    const css = 'body { margin: 0 } #root { padding: 12px; display: block } article { margin-block: 16px }'
    await openGallery(page, { state: 'error', css, language: 'en', query: '&components&long' })
    await page.locator('dialog[open]').waitFor()
    const found = await page.evaluate(() => {
      const wide = [...document.querySelectorAll<HTMLElement>('[data-lk-part]')].filter((part) => {
        if (part.closest('details:not([open])') || part.closest('[data-lk-part="tabs"]')) return false
        const { left, right } = part.getBoundingClientRect()
        return (
          left < -0.5 || right > innerWidth + 0.5 || (part.scrollWidth > part.clientWidth + 1 && isCut(part))
        )
      })
      /** Ignores text that intentionally ends with an ellipsis, and text that is clipped because it is only for screen readers. */
      function isCut(part: HTMLElement) {
        const { overflowX, textOverflow, clipPath, display } = getComputedStyle(part)
        return (
          display !== 'inline' &&
          clipPath === 'none' &&
          textOverflow !== 'ellipsis' &&
          overflowX === 'visible'
        )
      }
      return wide.map((part) => `${part.closest('article')?.dataset.state}: ${part.outerHTML.slice(0, 120)}`)
    })
    expect(found).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
  })

test('RE-5, DES-28: every element of a component is a part, and each control is 44 px high', async ({
  page,
}) => {
  await page.setViewportSize({ width: 400, height: 800 })
  await openGallery(page, { state: 'idle', css: '', language: 'en', query: '&components' })
  await page.locator('dialog[open]').waitFor()
  const found = await page.evaluate(() => {
    const all = [...document.querySelectorAll<HTMLElement>('[data-lk] *')]
    const bare = all.filter(
      (element) => !element.dataset.lkPart && !element.matches('path, circle, option, input[type=hidden]'),
    )
    return bare.map((element) => element.outerHTML.slice(0, 120))
  })
  expect(found).toEqual([])
  // Opens every menu and every confirmation.
  await page.locator('[data-lk] details').evaluateAll((all) => {
    for (const details of all) (details as HTMLDetailsElement).open = true
  })
  expect(await smallTargets(page.locator('[data-lk]'))).toEqual([])
})

/** The WCAG 2 contrast ratio of two colors. */
function contrast(one: string, other: string): number {
  const [bright = 0, dim = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (bright + 0.05) / (dim + 0.05)
}

function luminance(color: string): number {
  const channels = color.startsWith('#')
    ? [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))
    : (color.match(/\d+/g) ?? []).map(Number)
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
