import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { name: 'core', include: ['src/**/*.test.ts', 'tests/**/*.test.ts'] },
})
