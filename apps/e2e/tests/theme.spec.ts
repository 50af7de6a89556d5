import { expect, test } from '@playwright/test'
import { findViolations } from '../src/axe.ts'
import { keepPicture } from '../src/picture.ts'
import { findSite } from '../src/stack.ts'

test('the theme page shows every step in the selected brand, language, layout and color scheme', async ({
  page,
}) => {
  await page.goto(`${findSite('react')?.origin}/theme`)
  const preview = page.locator('.theme-preview')
  await expect(preview.getByRole('heading', { name: 'Sign in to Orchard' })).toBeVisible()
  await page.getByLabel('Name', { exact: true }).fill('Harbor')
  await page.getByLabel('Accent color').fill('#b3261e')
  await page.getByLabel('Language').selectOption('de')
  await page.getByLabel('Color scheme').selectOption('dark')
  await page.getByLabel('Providers').selectOption('icons')
  await expect(preview.getByRole('heading', { name: 'Harbor' })).toBeVisible()
  await expect(preview.getByRole('button', { name: 'Anmelden', exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Show the step: Authenticator app' }).click()
  await expect(preview.locator('[data-lk-part="qr"]')).toBeVisible()
  await expect(page.locator('pre')).toContainText('"accent": "#b3261e"')
  expect(await findViolations(page)).toEqual([])
  await keepPicture(page, 'react/theme.png')
})
