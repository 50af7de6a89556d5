import { scenarios } from '@latchkey/core/testing'
import { describe, expect, it } from 'vitest'
import { kitDriver } from './kit-driver.ts'
import { createWorld } from './world.ts'

describe('every flow through pages and form actions, with JavaScript off', () => {
  it.each(scenarios.map((scenario) => [scenario.title, scenario] as const))(
    '%s',
    async (_title, scenario) => {
      const world = await createWorld()
      await using _emulator = world.emulator
      let people = 0
      await scenario.run({
        driver: kitDriver(world),
        otherDriver: async () => kitDriver(world),
        client: world.client,
        emulator: world.control,
        freshEmail: (name) => `${name}-${++people}@orchard.example`,
        expect: (actual, expected, what) => expect(actual, what).toEqual(expected),
      })
    },
  )
})
