import { defineConfig } from 'vitest/config'
import { fromSources } from '../../vitest.sources.ts'

export default defineConfig({
  ...fromSources,
  test: { name: 'node', include: ['tests/**/*.test.ts'], testTimeout: 30_000, isolate: false },
})
