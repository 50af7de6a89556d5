import { fileURLToPath } from 'node:url'
import { VERSION } from '@sveltejs/kit'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'

const source = (file: string) => fileURLToPath(new URL(`../../src/${file}`, import.meta.url))

/** A small app over the package's sources. Built once for all tests, without any environment. */
export default defineConfig({
  plugins: [
    sveltekit({
      compilerOptions: { experimental: { async: true } },
      experimental: { remoteFunctions: true },
      // Kit 2 takes the origin of each request.
      ...(!VERSION.startsWith('2.') && { paths: { origin: 'https://app.example.com' } }),
    }),
  ],
  // The client of a test is made outside the app, so its classes have to be the app's.
  ssr: { external: ['@latchkey/core'] },
  resolve: {
    alias: [
      { find: /^@latchkey\/sveltekit$/, replacement: source('index.ts') },
      { find: /^@latchkey\/sveltekit\/client$/, replacement: source('client.ts') },
      { find: /^@latchkey\/sveltekit\/forms$/, replacement: source('forms.ts') },
    ],
  },
})
