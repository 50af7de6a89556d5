import { defineConfig } from 'tsup'
import { fromBuilds } from '../../tsup.types.ts'

const shared = {
  format: ['esm' as const],
  target: 'es2022',
  dts: fromBuilds,
  external: ['@latchkey/core', '@latchkey/react', 'next', 'react', 'react-dom'],
}

export default defineConfig([
  {
    ...shared,
    entry: { index: 'src/index.ts', pages: 'src/pages.ts', proxy: 'src/proxy.ts', route: 'src/route.ts' },
    // All entries share one copy of the handler.
    splitting: true,
  },
  {
    ...shared,
    entry: { client: 'src/client.tsx' },
    banner: { js: "'use client'" },
  },
])
