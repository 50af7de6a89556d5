import { defineConfig } from 'vitest/config'
import { fromSources } from '../../vitest.sources.ts'

export default defineConfig({
  ...fromSources,
  test: { name: 'astro', include: ['tests/**/*.test.{ts,tsx}'], testTimeout: 30_000, isolate: false },
})
