import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const core = (entry: string) => fileURLToPath(new URL(`../core/src/${entry}.ts`, import.meta.url))

/** The tests with one major version of React Router. */
export const testsWith = (reactRouter: 'react-router' | 'react-router7') =>
  defineConfig({
    resolve: {
      alias: [
        // The sources, so that a change in core is tested without a build between.
        { find: /^@latchkey\/core$/, replacement: core('index') },
        { find: /^@latchkey\/core\/(server|testing)$/, replacement: core('$1') },
        { find: /^react-router$/, replacement: reactRouter },
      ],
    },
    test: {
      name: reactRouter,
      include: ['tests/**/*.test.{ts,tsx}'],
      testTimeout: 30_000,
    },
  })

export default testsWith('react-router')
