import { defineConfig } from 'vitest/config'
import { sourcesOf } from '../../vitest.sources.ts'

export default defineConfig({
  resolve: { alias: sourcesOf('core', 'emulator') },
  test: { name: 'node', include: ['tests/**/*.test.ts'], testTimeout: 30_000, isolate: false },
})
