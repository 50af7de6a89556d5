import { defineConfig } from 'vitest/config'
import { fromSources } from '../../vitest.sources.ts'

// Measuring takes minutes, so only `npm test -- timing` runs these tests.
export default defineConfig({
  ...fromSources,
  test: {
    name: 'timing',
    root: import.meta.dirname,
    include: ['tests/timing/**/*.timing.ts'],
    testTimeout: 600_000,
    maxWorkers: 1,
  },
})
