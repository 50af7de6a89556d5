import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const core = (entry: string) => fileURLToPath(new URL(`../core/src/${entry}.ts`, import.meta.url))

export default defineConfig({
  resolve: {
    alias: [
      // The sources, so that a change in core is tested without a build between.
      { find: '#server', replacement: fileURLToPath(new URL('src/server.ts', import.meta.url)) },
      { find: /^@latchkey\/core$/, replacement: core('index') },
      { find: /^@latchkey\/core\/(server|testing)$/, replacement: core('$1') },
    ],
  },
  test: {
    name: 'tanstack-start',
    include: ['tests/**/*.test.{ts,tsx}'],
    testTimeout: 30_000,
    isolate: false,
  },
})
