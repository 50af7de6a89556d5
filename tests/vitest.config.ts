import { defineConfig } from 'vitest/config'
import { fromSources } from '../vitest.sources.ts'

export default defineConfig({
  ...fromSources,
  // Whole programs are parsed and checked here; five seconds are not enough on a busy machine.
  test: {
    name: 'repository',
    include: ['architecture/*.test.ts', 'docs/*.test.ts'],
    testTimeout: 60_000,
    isolate: false,
    hookTimeout: 60_000,
  },
})
