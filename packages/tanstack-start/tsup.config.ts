import { defineConfig } from 'tsup'
import { fromBuilds } from '../../tsup.types.ts'

export default defineConfig({
  format: ['esm'],
  target: 'es2022',
  dts: {
    entry: { index: 'src/index.tsx', server: 'src/server.ts' },
    // Not in tsconfig.json, because bundlers read that file, too, and would load the server code in browsers.
    compilerOptions: { ...fromBuilds.compilerOptions, paths: { '#server': ['./src/server.ts'] } },
  },
  external: [
    '#server',
    '@latchkey/core',
    '@latchkey/react',
    '@tanstack/react-router',
    '@tanstack/react-start',
    'react',
  ],
  entry: { index: 'src/index.tsx', server: 'src/server.ts', 'server-in-browser': 'src/server-in-browser.ts' },
})
