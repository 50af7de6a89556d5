import { test } from '../src/own-site.ts'
import { serverRenderedAccountTests } from '../src/server-rendered-account.ts'

test.use({ siteName: 'plain' })

serverRenderedAccountTests({
  pages: ['/account/security', '/account/members'],
  members: '/account/members',
  problem: (page) => page.locator('[data-lk-error="service_unavailable"]'),
})
