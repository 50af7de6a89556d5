import { defineConfig } from 'vitest/config'
import { fromSources } from '../../vitest.sources.ts'

export default defineConfig({
  ...fromSources,
  test: {
    name: 'emulator',
    // Real password hashing and thousands of requests, on machines that do other things as well.
    testTimeout: 30_000,
    // Tests share no state through modules, and loading them once for each worker halves the time.
    isolate: false,
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    // They need the server that vitest.postgres.config.ts starts.
    exclude: ['tests/postgres-*.test.ts', 'tests/two-nodes.test.ts'],
  },
})
