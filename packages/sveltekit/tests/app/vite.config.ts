import { fileURLToPath } from 'node:url'
import { VERSION } from '@sveltejs/kit'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'

const source = (file: string) => fileURLToPath(new URL(`../../src/${file}`, import.meta.url))

/** A small app that uses the package's sources. It is built once for all tests, without environment variables. */
export default defineConfig({
  plugins: [
    sveltekit({
      compilerOptions: { experimental: { async: true } },
      experimental: { remoteFunctions: true },
      // Kit 2 uses the origin of each request.
      ...(!VERSION.startsWith('2.') && { paths: { origin: 'https://app.example.com' } }),
    }),
  ],
  // Tests create the client outside the app, so both must load the same copy of its classes.
  ssr: { external: ['@latchkey/core'] },
  resolve: {
    alias: [
      { find: /^@latchkey\/sveltekit$/, replacement: source('index.ts') },
      { find: /^@latchkey\/sveltekit\/client$/, replacement: source('client.ts') },
      { find: /^@latchkey\/sveltekit\/forms$/, replacement: source('forms.ts') },
    ],
  },
})
