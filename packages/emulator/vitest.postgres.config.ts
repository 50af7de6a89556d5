import { defineConfig } from 'vitest/config'
import { fromSources } from '../../vitest.sources.ts'

/**
 * The suites that test the behavior of the API, with two nodes that share one PostgreSQL database. Suites about memory,
 * files, processes or documents are excluded.
 */
export default defineConfig({
  ...fromSources,
  test: {
    name: 'emulator-postgres',
    include: ['tests/*.test.ts'],
    exclude: [
      'tests/command.test.ts',
      'tests/data-folder.test.ts',
      'tests/storage.test.ts',
      'tests/vitest-fixtures.test.ts',
      'tests/seeding.test.ts',
      'tests/image.test.ts',
      'tests/many-environments.test.ts',
      'tests/return-memory.test.ts',
      'tests/stopping.test.ts',
      'tests/supported.test.ts',
      'tests/unusable-storage.test.ts',
    ],
    globalSetup: './tests/postgres.ts',
    testTimeout: 30_000,
    isolate: false,
    hookTimeout: 30_000,
  },
})
