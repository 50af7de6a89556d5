import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'emulator',
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    // Needs the server that vitest.postgres.config.ts starts.
    exclude: ['tests/postgres-storage.test.ts'],
  },
})
