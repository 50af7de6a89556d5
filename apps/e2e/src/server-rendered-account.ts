import { expect, type Page } from '@playwright/test'
import { test } from './own-site.ts'
import { namesSet } from './set-cookies.ts'
import { controlOf, expireTokens, signIn } from './visitor.ts'

/** Tests account pages that a server renders with several calls to the handler in the same process. */
export function serverRenderedAccountTests({
  pages,
  members,
  problem,
}: {
  /** The paths of pages that make several calls. */
  pages: readonly string[]
  /** The path of the members page. */
  members: string
  /** Locates the error message on that page. */
  problem: (page: Page) => ReturnType<Page['locator']>
}): void {
  test.beforeEach(({ context, site }) => signIn(context, site))
  test.afterEach(({ site }) => controlOf(site).clearFaults())

  test('each cookie of a refreshed session is set once, regardless of how many calls a page makes', async ({
    context,
    site,
  }) => {
    for (const path of pages) {
      await expireTokens(site)
      const names = namesSet(await context.request.get(site.origin + path))
      expect(names.join(' ')).toMatch(/-session\b/)
      expect(names).toEqual([...new Set(names)])
    }
  })

  test('an error is shown instead of an empty list if a list cannot be loaded', async ({ page, site }) => {
    await controlOf(site).addFault({
      method: 'GET',
      path: '/user_management/organization_memberships',
      respond: { status: 503, body: { message: 'Down' } },
    })
    const response = await page.goto(site.origin + members)
    expect(response?.status()).toBe(503)
    await expect(problem(page)).toBeVisible()
  })
}
