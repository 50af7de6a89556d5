import { defineConfig } from 'tsup'
import { fromBuilds } from '../../tsup.types.ts'

export default defineConfig({
  format: ['esm'],
  target: 'es2022',
  dts: fromBuilds,
  external: ['@latchkey/core', '@latchkey/react', 'react', 'react-dom', 'react-router'],
  entry: {
    index: 'src/index.tsx',
    pages: 'src/pages.tsx',
    route: 'src/route.ts',
    routes: 'src/routes.ts',
    server: 'src/server.ts',
    vite: 'src/vite.ts',
  },
  // The guards and the route share one copy of the module that stores the result of the middleware.
  splitting: true,
})
