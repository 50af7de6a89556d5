import { defineConfig } from 'vitest/config'

/** The suites that guard the mutated files. Those that build, pack or start servers say nothing about them. */
export default defineConfig({
  // As in `vitest.sources.ts`, which is not in the copy of the package that mutants are tested in.
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
    // Instrumented code is slow, and one test that runs out of time ends the whole run.
    testTimeout: 30_000,
    isolate: false,
    env: { LATCHKEY_PROPERTY_RUNS: '100' },
  },
})
