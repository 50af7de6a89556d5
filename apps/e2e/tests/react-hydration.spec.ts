import { DEMO_PASSWORD } from '@latchkey/demo/demo-users'
import { expect, type Page } from '@playwright/test'
import { test } from '../src/own-site.ts'
import type { Site } from '../src/stack.ts'
import { NADIA } from '../src/visitor.ts'

/** Opens the sign-in page, but delays its script. The returned function lets the script load. */
async function openBeforeScript(page: Page, { origin }: Site): Promise<() => void> {
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/assets/*.js', async (route) => {
    await held
    await route.continue().catch(() => {})
  })
  await page.goto(`${origin}/sign-in`, { waitUntil: 'commit' })
  await page.locator('input[name="email"]').first().fill(NADIA)
  await page.locator('input[name="password"]').fill(DEMO_PASSWORD)
  return release
}

test('text typed before hydration is kept and submitted', async ({ page, site }) => {
  const problems: string[] = []
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  const release = await openBeforeScript(page, site)
  await expect(page.locator('[data-lk-part="reveal"]')).toHaveCount(0)
  release()
  await expect(page.locator('[data-lk-part="reveal"]')).toHaveCount(1)
  await expect(page.locator('input[name="email"]').first()).toHaveValue(NADIA)
  await expect(page.locator('input[name="password"]')).toHaveValue(DEMO_PASSWORD)
  await page.locator('input[name="password"]').press('Enter')
  await expect(page.getByTestId('signed-in-as')).toHaveText(NADIA)
  expect(problems).toEqual([])
})

test('a form submitted before hydration still signs the user in', async ({ page, site }) => {
  const release = await openBeforeScript(page, site)
  const posted = page.waitForRequest((request) => request.method() === 'POST')
  await page.locator('input[name="password"]').press('Enter')
  expect((await posted).headers()['content-type']).toBe('application/x-www-form-urlencoded')
  release()
  await expect(page.getByTestId('signed-in-as')).toHaveText(NADIA)
})
