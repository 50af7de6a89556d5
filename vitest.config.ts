import { defineConfig } from 'vitest/config'
import { requireRecent } from './scripts/machine.mjs'

requireRecent(process.versions.node)

// The npm build of PostgreSQL is only available for Linux x64.
const hasPostgres = process.platform === 'linux' && process.arch === 'x64'

export default defineConfig({
  test: {
    projects: [
      'packages/*/vitest.config.ts',
      'packages/sveltekit/vitest.ui.config.ts',
      'tests/vitest.config.ts',
      ...(hasPostgres ? ['packages/emulator/vitest.postgres.config.ts'] : []),
    ],
  },
})
