import { defineConfig } from 'tsup'
import { fromBuilds } from '../../tsup.types.ts'

export default defineConfig({
  entry: { index: 'src/index.ts', express: 'src/express.ts', fastify: 'src/fastify.ts', hono: 'src/hono.ts' },
  format: ['esm', 'cjs'],
  target: 'es2022',
  dts: fromBuilds,
  // All entries of a format share one copy of the error class.
  splitting: true,
  clean: true,
  removeNodeProtocol: false,
  external: ['@latchkey/core', 'express', 'fastify', 'hono'],
})
