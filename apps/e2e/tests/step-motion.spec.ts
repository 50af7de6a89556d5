import { expect, type Page, test } from '@playwright/test'
import { findSite } from '../src/stack.ts'

interface Animated {
  part: string
  opacity?: number[]
  height?: string[]
}

/** Records the animations that the page starts with JavaScript. */
const keepAnimations = () => {
  const animated: Animated[] = []
  Object.assign(globalThis, { animated })
  const { animate } = Element.prototype
  Element.prototype.animate = function record(this: HTMLElement, keyframes, options) {
    animated.push({ part: this.dataset.lkPart, ...keyframes } as Animated)
    return animate.call(this, keyframes, options)
  }
}
const animations = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { animated: Animated[] }).animated.splice(0))

for (const name of ['react', 'sveltekit'])
  test(`issue 18: steps of the ${name} site cross-fade while the card changes height, but not with reduced motion`, async ({
    page,
  }) => {
    await page.addInitScript(keepAnimations)
    await page.goto(`${findSite(name)?.origin}/sign-in`)
    await page.locator('[data-lk-part="reveal"]').waitFor()
    const card = page.locator('[data-lk-part="card"]')
    const heightOf = () => card.evaluate((element) => (element as HTMLElement).offsetHeight)
    const before = await heightOf()
    await page.getByLabel('Email address').first().fill('nadia@acme.example')
    await page.getByRole('button', { name: 'Email me a code' }).click()
    await expect(page.getByLabel('Six-digit code')).toBeFocused()
    await expect(page.locator('[data-lk-state="leaving"]')).toHaveCount(0)
    const after = await heightOf()
    expect(after).not.toBe(before)
    expect(await animations(page)).toEqual([
      { part: 'step', opacity: [1, 0] },
      { part: 'step', opacity: [0, 1] },
      { part: 'card', height: [`${before}px`, `${after}px`] },
    ])
    expect(await card.evaluate(({ style }: HTMLElement) => style.overflow)).toBe('')

    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.getByRole('button', { name: 'Back' }).click()
    await expect(page.getByLabel('Email address').first()).toBeFocused()
    expect(await animations(page)).toEqual([])
    await expect(page.locator('[data-lk-state="leaving"]')).toHaveCount(0)
  })
