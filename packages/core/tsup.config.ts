import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    server: 'src/server.ts',
    'server-in-browser': 'src/server-in-browser.ts',
    node: 'src/node.ts',
    default: 'src/default.ts',
    testing: 'src/testing.ts',
    'coordinator-postgres': 'src/coordinator/postgres.ts',
    'coordinator-redis': 'src/coordinator/redis.ts',
  },
  format: ['esm', 'cjs'],
  target: 'es2022',
  dts: true,
  // One copy of each error class for all entries of a format, so `instanceof` holds across them.
  splitting: true,
  clean: true,
  removeNodeProtocol: false,
})
