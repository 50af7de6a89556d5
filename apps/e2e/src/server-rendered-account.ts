import { expect, type Page } from '@playwright/test'
import { test } from './own-site.ts'
import { namesSet } from './set-cookies.ts'
import { controlOf, expireTokens, signIn } from './visitor.ts'

/** The rules for an account that a server renders, over several calls of the handler in process. */
export function serverRenderedAccountTests({
  pages,
  members,
  problem,
}: {
  /** Paths of pages that make several calls. */
  pages: readonly string[]
  /** The path of the page with the members. */
  members: string
  /** Where that page says what is wrong. */
  problem: (page: Page) => ReturnType<Page['locator']>
}): void {
  test.beforeEach(({ context, site }) => signIn(context, site))
  test.afterEach(({ site }) => controlOf(site).clearFaults())

  test('sets each cookie of a renewed session once, however many calls a page makes', async ({
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

  test('says that a list cannot be had instead of showing none', async ({ page, site }) => {
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
