import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { index: 'src/index.ts', cli: 'src/cli.ts' },
  format: ['esm'],
  target: 'es2023',
  dts: { entry: { index: 'src/index.ts' } },
  splitting: true,
  clean: true,
  removeNodeProtocol: false,
  // Everything but native modules is bundled: Kysely alone is 200 files, 150 ms of start-up.
  minifySyntax: true,
})
