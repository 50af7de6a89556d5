import { describe, expect, it } from 'vitest'
import { scenarios, siteScenarios } from '../../src/testing.ts'
import { createWorld, scenarioWorld } from './world.ts'

describe.each(['json', 'form'] as const)('scenarios through the handler, as %s', (mode) => {
  it.each([...scenarios, ...siteScenarios].map((scenario) => [scenario.title, scenario] as const))(
    '%s',
    async (_title, scenario) => {
      const world = await createWorld()
      await using _emulator = world.emulator
      await scenario.run(
        scenarioWorld(world, mode, (actual, expected, what) => expect(actual, what).toEqual(expected)),
      )
    },
  )
})
