import { expect } from '@playwright/test'
import { test } from '../src/own-site.ts'
import { namesSet } from '../src/set-cookies.ts'
import { controlOf, expireTokens, NADIA, signIn } from '../src/visitor.ts'

test.use({ javaScriptEnabled: false })

test.beforeEach(({ context, site }) => signIn(context, site))
test.afterEach(({ site }) => controlOf(site).clearFaults())

test('sets each cookie of a renewed session once, however many calls a page makes', async ({
  context,
  site,
}) => {
  for (const path of ['/account/security?without-script', '/account/organizations?without-script']) {
    await expireTokens(site)
    const names = namesSet(await context.request.get(site.origin + path))
    expect(names).toContain('lk-session')
    expect(names).toEqual([...new Set(names)])
  }
})

test('clears the cookies of a session that has ended when a form is sent', async ({ context, site }) => {
  const { origin } = site
  await controlOf(site).addFault({
    method: 'POST',
    path: '/user_management/authenticate',
    respond: { status: 400, body: { error: 'invalid_grant', error_description: 'Session ended' } },
  })
  await expireTokens(site)
  const answer = await context.request.post(`${origin}/account?without-script`, {
    headers: { origin },
    form: { action: 'update-profile', firstName: 'Nadia' },
    maxRedirects: 0,
  })
  expect(answer.headers().location).toContain('/sign-in')
  const names = namesSet(answer)
  expect(names).toContain('lk-session')
  expect(names).toEqual([...new Set(names)])
})

test('asks for the code of a new address again when it was wrong', async ({ page, site }) => {
  await page.goto(`${site.origin}/account?without-script`)
  await page.getByLabel('New address').fill(`moved-${Date.now().toString(36)}-${NADIA}`)
  await page.getByRole('button', { name: 'Send a code' }).click()
  await page.getByLabel('Six-digit code').fill('000000')
  await page.getByRole('button', { name: 'Confirm' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await expect(page.getByText(/A code is on its way to moved-/)).toBeVisible()
  await expect(page.getByLabel('Six-digit code')).toBeVisible()
})

test('says that a list cannot be had instead of showing none', async ({ page, site }) => {
  await controlOf(site).addFault({
    method: 'GET',
    path: '/user_management/organization_memberships',
    respond: { status: 503, body: { message: 'Down' } },
  })
  const response = await page.goto(`${site.origin}/account/members?without-script`)
  expect(response?.status()).toBe(503)
  await expect(page.getByRole('alert')).toBeVisible()
})
