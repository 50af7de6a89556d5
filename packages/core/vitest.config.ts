import { defineConfig } from 'vitest/config'
import { fromSources } from '../../vitest.sources.ts'

export default defineConfig({
  ...fromSources,
  // Thousands of cases in some tests, on machines that do other things as well.
  test: {
    name: 'core',
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    testTimeout: 30_000,
    // Tests share no state through modules, and loading them once for each worker halves the time.
    isolate: false,
  },
})
