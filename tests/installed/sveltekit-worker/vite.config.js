import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'
import { workerAdapter } from './worker-adapter.js'

export default defineConfig({
  plugins: [
    sveltekit({
      adapter: workerAdapter(),
      compilerOptions: { experimental: { async: true } },
      experimental: { remoteFunctions: true },
    }),
  ],
})
