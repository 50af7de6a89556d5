import { defineConfig } from 'vitest/config'
import { fromSources } from '../../vitest.sources.ts'

/** A folder with another version of React and Testing Library, for `npm test -- ranges`. */
const other = process.env.LATCHKEY_REACT

export default defineConfig({
  ...fromSources,
  resolve: {
    ...fromSources.resolve,
    alias: other
      ? [
          {
            find: /^(react|react-dom|@testing-library\/[\w-]+)(?=\/|$)/,
            replacement: `${other}/node_modules/$1`,
          },
        ]
      : [],
  },
  test: {
    name: 'react',
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'http://localhost/' } },
    include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.{ts,tsx}'],
    setupFiles: ['tests/setup.ts'],
    // As in the other projects: some tests render hundreds of steps, on machines that do other things as well.
    testTimeout: 30_000,
    // Tests share no state through modules, so each worker loads them only once, which cuts the time to a third.
    isolate: false,
  },
})
