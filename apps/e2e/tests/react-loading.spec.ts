import { expect } from '@playwright/test'
import { checkEveryLook } from '../src/check-every-look.ts'
import { test } from '../src/own-site.ts'
import { PAGES } from '../src/pages.ts'
import { createAdmin, signIn } from '../src/visitor.ts'

/** The pages whose lists are loaded by the browser. */
const LISTS = PAGES.filter(({ name }) => ['security', 'organizations', 'members'].includes(name))

for (const { name, path } of LISTS)
  test(`the page ${name} while its lists are loading: axe finds nothing, and nothing overflows`, async ({
    context,
    page,
    site,
  }) => {
    await signIn(context, site, await createAdmin(site, 'loading'))
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    // The session is known, and everything else is still on its way.
    const isList = ({ pathname }: URL) => pathname.startsWith('/auth/') && pathname !== '/auth/session'
    await context.route(isList, async (route) => {
      await released
      await route.continue()
    })
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.goto(site.origin + path)
    // The list of organizations is in a menu.
    if (name === 'organizations') await page.locator('[data-lk-part="switcher"] summary').first().click()
    const busy = page.locator('[data-lk-part="list"][aria-busy="true"]')
    await busy.first().waitFor()
    await checkEveryLook(page, 'react', `${name}-loading`)
    release()
    await expect(busy).toHaveCount(0)
  })
