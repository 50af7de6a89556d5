/**
 * Vitest fixtures: an environment for each test.
 *
 * @module @latchkey/emulator/vitest
 */

import { createEmulator, type Emulator, type EmulatorOptions } from '../emulator/emulator.ts'
import type { Environment } from '../emulator/environment/environment.ts'

/** What {@link withEmulator} gives to a test. */
export interface EmulatorFixtures {
  /** The server, one per test file. */
  emulator: Emulator
  /** A fresh environment for this test alone. */
  environment: Environment
}

type Use<Value> = (value: Value) => Promise<void>

/**
 * Fixtures for Vitest: `const test = base.extend(withEmulator())`. All tests of a file share one server in
 * process, and each test has an environment of its own, so they can run side by side.
 */
export function withEmulator(options: EmulatorOptions = {}) {
  let shared: Promise<Emulator> | undefined
  const emulatorOnce = () => {
    shared ??= createEmulator(options)
    return shared
  }
  return {
    /** The server, one per test file. */
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the wanted fixtures from this pattern
    async emulator({}, use: Use<Emulator>): Promise<void> {
      await use(await emulatorOnce())
    },
    /** A fresh environment for this test alone. */
    // biome-ignore lint/correctness/noEmptyPattern: see above
    async environment({}, use: Use<Environment>): Promise<void> {
      await using environment = await (await emulatorOnce()).createEnvironment()
      await use(environment)
    },
  }
}
