import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const kit = (file: string) => fileURLToPath(new URL(`tests/stand-ins/${file}`, import.meta.url))

export default defineConfig({
  // What Kit's plugin provides in an app. The app of the tests is built with the real ones.
  resolve: {
    alias: { '$app/server': kit('server.ts'), '$app/env': kit('env.ts'), '$app/paths': kit('paths.ts') },
  },
  test: {
    name: 'sveltekit',
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/build-app.ts'],
    testTimeout: 30_000,
  },
})
