import { defineConfig } from 'tsup'
import { fromBuilds } from '../../tsup.types.ts'

export default defineConfig({
  format: ['esm'],
  target: 'es2022',
  dts: fromBuilds,
  external: ['@latchkey/core', '@latchkey/react', 'astro', 'react', 'react-dom'],
  entry: { index: 'src/index.ts', react: 'src/react.tsx', route: 'src/route.ts', server: 'src/server.ts' },
  splitting: true,
})
