import { expect } from '@playwright/test'
import { test } from '../src/own-site.ts'
import { namesSet } from '../src/set-cookies.ts'
import { controlOf, expireTokens, signIn } from '../src/visitor.ts'

test.use({ siteName: 'plain' })

test.beforeEach(({ context, site }) => signIn(context, site))
test.afterEach(({ site }) => controlOf(site).clearFaults())

test('sets each cookie of a renewed session once, however many calls a page makes', async ({
  context,
  site,
}) => {
  for (const path of ['/account/security', '/account/members']) {
    await expireTokens(site)
    const names = namesSet(await context.request.get(site.origin + path))
    expect(names).toContain('lk-session')
    expect(names).toEqual([...new Set(names)])
  }
})

test('says that a list cannot be had instead of showing none', async ({ page, site }) => {
  await controlOf(site).addFault({
    method: 'GET',
    path: '/user_management/organization_memberships',
    respond: { status: 503, body: { message: 'Down' } },
  })
  const response = await page.goto(`${site.origin}/account/members`)
  expect(response?.status()).toBe(503)
  await expect(page.locator('[data-lk-error="service_unavailable"]')).toBeVisible()
})
