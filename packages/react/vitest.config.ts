import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const core = (entry: string) => fileURLToPath(new URL(`../core/src/${entry}.ts`, import.meta.url))

export default defineConfig({
  resolve: {
    // The sources, so that a change in core is tested without a build between.
    alias: [
      { find: /^@latchkey\/core$/, replacement: core('index') },
      { find: /^@latchkey\/core\/(server|testing)$/, replacement: core('$1') },
    ],
  },
  test: {
    name: 'react',
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'http://localhost/' } },
    include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.{ts,tsx}'],
    setupFiles: ['tests/setup.ts'],
  },
})
