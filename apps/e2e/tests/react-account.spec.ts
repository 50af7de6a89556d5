import { expect } from '@playwright/test'
import { test } from '../src/own-site.ts'
import { serverRenderedAccountTests } from '../src/server-rendered-account.ts'
import { namesSet } from '../src/set-cookies.ts'
import { controlOf, expireTokens, NADIA } from '../src/visitor.ts'

test.use({ javaScriptEnabled: false })

serverRenderedAccountTests({
  pages: ['/account/security?without-script', '/account/organizations?without-script'],
  members: '/account/members?without-script',
  problem: (page) => page.getByRole('alert'),
})

test('submitting a form clears the cookies of a session that has ended', async ({ context, site }) => {
  const { origin } = site
  await controlOf(site).addFault({
    method: 'POST',
    path: '/user_management/authenticate',
    respond: { status: 400, body: { error: 'invalid_grant', error_description: 'Session ended' } },
  })
  await expireTokens(site)
  const response = await context.request.post(`${origin}/account?without-script`, {
    headers: { origin },
    form: { action: 'update-profile', firstName: 'Nadia' },
    maxRedirects: 0,
  })
  expect(response.headers().location).toContain('/sign-in')
  const names = namesSet(response)
  expect(names.join(' ')).toMatch(/-session\b/)
  expect(names).toEqual([...new Set(names)])
})

test('the form asks for the code for a new email address again if the code was wrong', async ({
  page,
  site,
}) => {
  await page.goto(`${site.origin}/account?without-script`)
  await page.getByLabel('New email address').fill(`moved-${Date.now().toString(36)}-${NADIA}`)
  await page.getByRole('button', { name: 'Email me a code' }).click()
  await page.getByLabel('Six-digit code').fill('000000')
  await page.getByRole('button', { name: 'Confirm' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await expect(page.getByText(/A code is on its way to moved-/)).toBeVisible()
  await expect(page.getByLabel('Six-digit code')).toBeVisible()
})
