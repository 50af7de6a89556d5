import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { index: 'src/index.ts', cli: 'src/cli.ts' },
  format: ['esm'],
  target: 'es2023',
  dts: { entry: { index: 'src/index.ts' } },
  splitting: true,
  clean: true,
  removeNodeProtocol: false,
})
