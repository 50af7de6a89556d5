import { scenarios, siteScenarios } from '@latchkey/core/testing'
import { test } from '@playwright/test'
import { scenarioFixture } from './scenario-fixture.ts'
import { findSite } from './stack.ts'

/** Tests every scenario in one site, with and without JavaScript. */
export function scenarioTests(name: string): void {
  for (const scripted of [true, false]) {
    const mode = scripted ? 'script' : 'no script'
    test.describe(`${name}, ${mode}`, () => {
      for (const scenario of [...scenarios, ...siteScenarios]) {
        const annotation = { type: 'matrix', description: `${scenario.id} | ${name}, ${mode}` }
        test(scenario.title, { annotation }, async ({ browser }) => {
          const site = findSite(name)
          if (site === undefined) throw new Error(`The ${name} site is not running.`)
          const { fixture, close } = await scenarioFixture(site, browser, scripted)
          await scenario.run(fixture)
          await close()
        })
      }
    })
  }
}
