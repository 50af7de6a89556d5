import { defineConfig } from 'vitest/config'
import { fromSources } from '../../vitest.sources.ts'

export default defineConfig({
  ...fromSources,
  test: { name: 'benchmarks', include: ['tests/**/*.test.ts'], testTimeout: 120_000 },
})
