/**
 * Vitest fixtures: an environment for each test.
 *
 * @module @latchkey/emulator/vitest
 */

import { createEmulator, type Emulator, type EmulatorOptions } from '../emulator/emulator.ts'
import type { Environment } from '../emulator/environment/environment.ts'

/** The fixtures that {@link withEmulator} adds to a test. */
export interface EmulatorFixtures {
  /** The server, one per test file. */
  emulator: Emulator
  /** A new environment for this test only. */
  environment: Environment
}

type Use<Value> = (value: Value) => Promise<void>

/**
 * Fixtures for Vitest: `const test = base.extend(withEmulator())`. All tests of a file share one server in the same process,
 * and each test has its own environment, so tests can run in parallel.
 */
export function withEmulator(options: EmulatorOptions = {}) {
  let shared: Promise<Emulator> | undefined
  const emulatorOnce = () => {
    shared ??= createEmulator(options)
    return shared
  }
  return {
    /** The server, one per test file. */
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the required fixtures from this pattern
    async emulator({}, use: Use<Emulator>): Promise<void> {
      await use(await emulatorOnce())
    },
    /** A new environment for this test only. */
    // biome-ignore lint/correctness/noEmptyPattern: see above
    async environment({}, use: Use<Environment>): Promise<void> {
      await using environment = await (await emulatorOnce()).createEnvironment()
      await use(environment)
    },
  }
}
