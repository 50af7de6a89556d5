import { defineConfig } from 'vitest/config'
import { fromSources } from '../vitest.sources.ts'

export default defineConfig({
  ...fromSources,
  // These tests parse and type-check whole programs, which can take more than five seconds on a busy machine.
  test: {
    name: 'repository',
    include: ['architecture/*.test.ts', 'docs/*.test.ts'],
    testTimeout: 60_000,
    isolate: false,
    hookTimeout: 60_000,
  },
})
