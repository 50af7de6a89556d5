import { scenarios, siteScenarios } from '@latchkey/core/testing'
import { byKeyboard } from '../src/by-keyboard.ts'
import { test } from '../src/own-site.ts'
import { scenarioFixture } from '../src/scenario-fixture.ts'

/** These scenarios use the same controls as others, and end with a message. */
const NO_OTHER_CONTROLS = new Set([
  'sign-up-taken',
  'wrong-password',
  'wrong-code',
  'expired-code',
  'reset-unknown',
  'refresh',
  'rate-limited',
  'service-down',
])

for (const { title, run } of [...scenarios, ...siteScenarios].filter(({ id }) => !NO_OTHER_CONTROLS.has(id)))
  test(`B8 by keyboard alone: ${title}`, async ({ browser, site }) => {
    const { fixture, close } = await scenarioFixture(site, browser, true, byKeyboard)
    await run(fixture)
    await close()
  })
