import { defineConfig } from 'vitest/config'
import { fromSources } from '../../vitest.sources.ts'

export default defineConfig({
  ...fromSources,
  test: {
    name: 'emulator',
    // The tests hash real passwords and send thousands of requests, and the machine may be busy.
    testTimeout: 30_000,
    // Tests share no state through modules, so each worker loads them only once, which halves the time.
    isolate: false,
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    // They need the server that vitest.postgres.config.ts starts.
    exclude: ['tests/postgres-*.test.ts', 'tests/two-nodes.test.ts'],
  },
})
