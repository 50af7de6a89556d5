import { expect, type Page } from '@playwright/test'
import { servePage } from '../src/harness.ts'
import { test } from '../src/own-site.ts'
import { controlOf, expireTokens, lookLater, NADIA, signIn } from '../src/visitor.ts'

const REFRESH = '/user_management/authenticate'

async function expectSession(page: Page, { stale }: { stale: boolean }) {
  await expect(page.getByTestId('stale')).toHaveText(String(stale))
  await expect(page.getByTestId('status')).toHaveText('signed-in')
  await expect(page.getByTestId('email')).toHaveText(NADIA)
}

test.beforeEach(async ({ context, page, site }) => {
  await signIn(context, site)
  await page.clock.install()
})

test.afterEach(({ site }) => controlOf(site).clearFaults())

test('B3 offline at the start: the user is not treated as signed out, and the page recovers automatically', async ({
  context,
  page,
  site,
}) => {
  const address = await servePage(context, site.origin, 'session.tsx')
  await context.setOffline(true)
  await page.goto(address)
  await expect(page.getByTestId('error')).toHaveText('network')
  await expect(page.getByTestId('status')).toHaveText('loading')
  await context.setOffline(false)
  await expectSession(page, { stale: false })
})

test('B3 offline later: the user remains, marked as stale, and the page recovers automatically', async ({
  context,
  page,
  site,
}) => {
  await page.goto(await servePage(context, site.origin, 'session.tsx'))
  await expectSession(page, { stale: false })
  await context.setOffline(true)
  await lookLater(context)
  await expectSession(page, { stale: true })
  await context.setOffline(false)
  await expectSession(page, { stale: false })
})

const TROUBLE = [
  ['429', { status: 429, headers: { 'retry-after': '1' }, body: { message: 'Too many requests' } }],
  ['500', { status: 500, body: { message: 'Internal error' } }],
  ['503', { status: 503, body: { message: 'Down' } }],
] as const

for (const [name, respond] of TROUBLE)
  test(`B3 ${name} on refresh: the user remains, marked as stale, and the page recovers automatically`, async ({
    context,
    page,
    site,
  }) => {
    await page.goto(await servePage(context, site.origin, 'session.tsx'))
    await expectSession(page, { stale: false })
    await controlOf(site).addFault({ method: 'POST', path: REFRESH, respond })
    await expireTokens(site)
    await lookLater(context)
    await expectSession(page, { stale: true })
    await controlOf(site).clearFaults()
    // The page retries on its own within a minute.
    await page.clock.fastForward(61_000)
    await expectSession(page, { stale: false })
  })
