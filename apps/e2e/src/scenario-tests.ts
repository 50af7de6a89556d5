import { scenarios, siteScenarios } from '@latchkey/core/testing'
import { test } from './own-site.ts'
import { scenarioFixture } from './scenario-fixture.ts'

/**
 * Tests every scenario in one site, with and without JavaScript. The scenarios move the clock and make calls to the API fail,
 * so they have their own site and environment.
 */
export function scenarioTests(name: string): void {
  test.use({ siteName: name })
  for (const scripted of [true, false]) {
    const mode = scripted ? 'script' : 'no script'
    test.describe(`${name}, ${mode}`, () => {
      for (const scenario of [...scenarios, ...siteScenarios]) {
        const annotation = { type: 'matrix', description: `${scenario.id} | ${name}, ${mode}` }
        test(scenario.title, { annotation }, async ({ browser, site }) => {
          const { fixture, close } = await scenarioFixture(site, browser, scripted)
          await scenario.run(fixture)
          await close()
        })
      }
    })
  }
}
