import { defineConfig } from 'vitest/config'

/** The suites that test the mutated files. Suites that build, pack or start servers do not test them. */
export default defineConfig({
  // The same as in `vitest.sources.ts`, which is missing from the copy of the package in which mutants are tested.
  resolve: { conditions: ['@latchkey/source'] },
  ssr: { resolve: { conditions: ['@latchkey/source'] } },
  test: {
    name: 'core-mutation',
    include: [
      'src/**/*.test.ts',
      'tests/session/*.test.ts',
      'tests/handler/*.test.ts',
      'tests/pages/*.test.ts',
      'tests/coordinator/*.test.ts',
    ],
    exclude: [
      'src/client/**',
      'src/api/**',
      'tests/handler/vendor-cookie.test.ts',
      'tests/handler/*.property.test.ts',
    ],
    // Instrumented code is slow, and a single test that times out ends the whole run.
    testTimeout: 30_000,
    isolate: false,
    env: { LATCHKEY_PROPERTY_RUNS: '100' },
  },
})
