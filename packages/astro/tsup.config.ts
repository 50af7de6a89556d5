import { defineConfig } from 'tsup'

export default defineConfig({
  format: ['esm'],
  target: 'es2022',
  dts: true,
  external: ['@latchkey/core', '@latchkey/react', 'astro', 'react', 'react-dom'],
  entry: { index: 'src/index.ts', react: 'src/react.tsx', route: 'src/route.ts', server: 'src/server.ts' },
  splitting: true,
})
