import { defineConfig } from 'vitest/config'
import { fromSources } from '../../vitest.sources.ts'

/**
 * The suites that say how the API behaves, spread over two nodes on one PostgreSQL. What is about memory, files
 * or processes is left out.
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
    ],
    globalSetup: './tests/postgres.ts',
    testTimeout: 30_000,
    isolate: false,
    hookTimeout: 30_000,
  },
})
