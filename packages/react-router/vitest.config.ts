import { defineConfig } from 'vitest/config'
import { fromSources } from '../../vitest.sources.ts'

/** The tests with one major version of React Router. */
export const testsWith = (reactRouter: 'react-router' | 'react-router7') =>
  defineConfig({
    ...fromSources,
    resolve: {
      ...fromSources.resolve,
      alias: [{ find: /^react-router$/, replacement: reactRouter }],
    },
    test: {
      name: reactRouter,
      include: ['tests/**/*.test.{ts,tsx}'],
      testTimeout: 30_000,
      isolate: false,
    },
  })

export default testsWith('react-router')
