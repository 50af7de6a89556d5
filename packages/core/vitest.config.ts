import { defineConfig } from 'vitest/config'
import { fromSources } from '../../vitest.sources.ts'

export default defineConfig({
  ...fromSources,
  // Some tests run thousands of cases, and the machine may be busy.
  test: {
    name: 'core',
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    testTimeout: 30_000,
    expect: { poll: { timeout: 10_000 } },
    // Tests share no state through modules, so each worker loads them only once, which halves the time.
    isolate: false,
  },
})
