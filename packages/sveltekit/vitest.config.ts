import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { fromSources } from '../../vitest.sources.ts'

const kit = (file: string) => fileURLToPath(new URL(`tests/stand-ins/${file}`, import.meta.url))

export default defineConfig({
  // Replaces the modules that Kit's plugin provides in an app. The test app is built with the real ones.
  ...fromSources,
  resolve: {
    ...fromSources.resolve,
    alias: [
      { find: '$app/server', replacement: kit('server.ts') },
      { find: '$app/env', replacement: kit('env.ts') },
      { find: '$app/paths', replacement: kit('paths.ts') },
    ],
  },
  test: {
    name: 'sveltekit',
    include: ['tests/*.test.ts'],
    globalSetup: ['tests/build-app.ts'],
    isolate: false,
    testTimeout: 30_000,
  },
})
