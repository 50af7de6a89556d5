import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** A folder with another version of React and its Testing Library, for `npm test -- ranges`. */
const other = process.env.LATCHKEY_REACT

const core = (entry: string) => fileURLToPath(new URL(`../core/src/${entry}.ts`, import.meta.url))

export default defineConfig({
  resolve: {
    // The sources, so that a change in core is tested without a build between.
    alias: [
      { find: /^@latchkey\/core$/, replacement: core('index') },
      {
        find: /^@latchkey\/core\/(server|testing|text|provider-icons|locales\/[\w-]+)$/,
        replacement: core('$1'),
      },
      ...(other
        ? [
            {
              find: /^(react|react-dom|@testing-library\/[\w-]+)(?=\/|$)/,
              replacement: `${other}/node_modules/$1`,
            },
          ]
        : []),
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
