import { defineConfig } from 'vitest/config'
import { fromSources } from '../../vitest.sources.ts'

/** The tests with one major version of Next. */
export const testsWith = (next: 'next' | 'next15') =>
  defineConfig({
    ...fromSources,
    resolve: {
      ...fromSources.resolve,
      alias: [{ find: /^next\//, replacement: `${next}/` }],
    },
    test: {
      name: next,
      include: ['tests/**/*.test.{ts,tsx}'],
      setupFiles: ['tests/setup.ts'],
      testTimeout: 30_000,
      isolate: false,
    },
  })

export default testsWith('next')
