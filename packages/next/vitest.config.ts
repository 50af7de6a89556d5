import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const core = (entry: string) => fileURLToPath(new URL(`../core/src/${entry}.ts`, import.meta.url))

/** The tests with one major version of Next. */
export const testsWith = (next: 'next' | 'next15') =>
  defineConfig({
    resolve: {
      alias: [
        // The sources, so that a change in core is tested without a build between.
        { find: /^@latchkey\/core$/, replacement: core('index') },
        { find: /^@latchkey\/core\/(server|testing)$/, replacement: core('$1') },
        { find: /^next\//, replacement: `${next}/` },
      ],
    },
    test: {
      name: next,
      include: ['tests/**/*.test.{ts,tsx}'],
      setupFiles: ['tests/setup.ts'],
      testTimeout: 30_000,
    },
  })

export default testsWith('next')
