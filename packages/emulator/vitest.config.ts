import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'emulator',
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    // They need the server that vitest.postgres.config.ts starts.
    exclude: ['tests/postgres-storage.test.ts', 'tests/two-nodes.test.ts'],
  },
})
