import { expect, test } from '@playwright/test'
import { keepPicture } from '../src/picture.ts'
import { findSite } from '../src/stack.ts'

test.use({ javaScriptEnabled: false })

for (const name of ['react', 'sveltekit', 'plain'])
  test(`one click on the home page of the ${name} site signs in as a test account, or leads to the step that it needs`, async ({
    page,
  }) => {
    const origin = findSite(name)?.origin ?? ''
    await page.goto(origin)
    await keepPicture(page, `${name}/home-accounts.png`)
    await page.getByRole('button', { name: 'Sign in as Tomas' }).click()
    await expect(page.locator('input[autocomplete="one-time-code"]')).toBeVisible()
    await page.goto(origin)
    await page.getByRole('button', { name: 'Sign in as Nadia' }).click()
    await page.waitForURL(`${origin}/account`)
    await expect(page.getByText('nadia@acme.example').filter({ visible: true }).first()).toBeVisible()
  })
