import { DEMO_PASSWORD } from '@latchkey/demo/demo-users'
import { expect, test } from '@playwright/test'
import { findSite, type Site } from '../src/stack.ts'
import { createUserEmail } from '../src/visitor.ts'

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('KIT-11: returnTo and the result survive a refused action and a reload', async ({ page }) => {
      const site = findSite('sveltekit') as Site
      const email = await createUserEmail(site, 'rosa')
      const send = async (password: string) => {
        await page.getByLabel('Email address').first().fill(email)
        await page.getByLabel('Password', { exact: true }).fill(password)
        await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      }
      await page.goto(`${site.origin}/sign-in?returnTo=/account?tab=1`)
      await send('not-the-password')
      await expect(page.getByText('That email address and password do not match.')).toBeVisible()
      expect(new URL(page.url()).searchParams.get('returnTo')).toBe('/account?tab=1')
      await page.goto(page.url())
      await send(DEMO_PASSWORD)
      await page.waitForURL(`${site.origin}/account?tab=1`)

      await page.getByLabel('First name').fill('Rosa')
      await page.getByRole('button', { name: 'Save' }).click()
      await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible()
    })
  })
}
