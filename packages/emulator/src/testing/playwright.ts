/**
 * Playwright fixtures: a server per worker, and an environment per test.
 *
 * @module @latchkey/emulator/playwright
 */

import { createEmulator, type Emulator, type EmulatorOptions } from '../emulator/emulator.ts'
import type { Environment } from '../emulator/environment/environment.ts'

type Use<Value> = (value: Value) => Promise<void>

/** The result of {@link withEmulator}: a tuple where Playwright needs one. */
export interface EmulatorFixtures {
  emulator: [fixture: (args: object, use: Use<Emulator>) => Promise<void>, options: { scope: 'worker' }]
  environment: (args: { emulator: Emulator }, use: Use<Environment>) => Promise<void>
  inbox: (args: { environment: Environment }, use: Use<Environment['inbox']>) => Promise<void>
  clock: (args: { environment: Environment }, use: Use<Environment['clock']>) => Promise<void>
}

/**
 * Fixtures for Playwright: `const test = base.extend<TestFixtures, WorkerFixtures>(withEmulator())`. Each worker has one server
 * on a free port, and each test has its own environment, with its own inbox and clock.
 */
export function withEmulator(options: EmulatorOptions = {}): EmulatorFixtures {
  return {
    emulator: [
      // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the required fixtures from this pattern
      async ({}, use) => {
        await using emulator = await createEmulator({ port: 0, ...options })
        await use(emulator)
      },
      { scope: 'worker' },
    ],
    environment: async ({ emulator }, use) => {
      await using environment = await emulator.createEnvironment()
      await use(environment)
    },
    inbox: async ({ environment }, use) => use(environment.inbox),
    clock: async ({ environment }, use) => use(environment.clock),
  }
}

/** Fixtures of {@link withEmulator} that each test gets separately. */
export interface TestFixtures {
  environment: Environment
  inbox: Environment['inbox']
  clock: Environment['clock']
}

/** The worker-scoped fixture of {@link withEmulator}. */
export interface WorkerFixtures {
  emulator: Emulator
}
