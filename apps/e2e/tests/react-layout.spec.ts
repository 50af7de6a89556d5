import { expect, type Locator } from '@playwright/test'
import { test } from '../src/own-site.ts'
import { signIn } from '../src/visitor.ts'

async function expectMenuInView(menu: Locator, width: number) {
  await menu.locator('summary').click()
  const button = await menu.locator('summary').boundingBox()
  const popover = await menu.locator('[data-lk-part="popover"]').boundingBox()
  if (!button || !popover) throw new Error('The menu is not open.')
  expect(popover.x).toBeGreaterThanOrEqual(0)
  expect(popover.x + popover.width).toBeLessThanOrEqual(width)
  expect(popover.y).toBeGreaterThanOrEqual(button.y + button.height)
}

for (const width of [320, 375, 1280])
  test(`at ${width} px, menus open below their button and inside the page`, async ({
    context,
    page,
    site,
  }) => {
    await page.setViewportSize({ width, height: 700 })
    await signIn(context, site)
    await page.goto(`${site.origin}/account/organizations`)
    await expectMenuInView(page.locator('[data-lk-part="user-button"]'), width)
    await page.keyboard.press('Escape')
    await expectMenuInView(page.locator('[data-lk-part="switcher"]'), width)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  })
