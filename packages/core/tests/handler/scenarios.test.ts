import { describe, expect, it } from 'vitest'
import { scenarios, siteScenarios } from '../../src/testing.ts'
import { createFixture, scenarioFixture } from './fixture.ts'

describe.each(['json', 'form'] as const)('scenarios through the handler, as %s', (mode) => {
  it.each([...scenarios, ...siteScenarios].map((scenario) => [scenario.title, scenario] as const))(
    '%s',
    async (_title, scenario) => {
      const fixture = await createFixture()
      await using _emulator = fixture.emulator
      await scenario.run(
        scenarioFixture(fixture, mode, (actual, expected, what) => expect(actual, what).toEqual(expected)),
      )
    },
  )
})
