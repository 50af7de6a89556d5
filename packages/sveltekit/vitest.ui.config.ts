import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { fromSources } from '../../vitest.sources.ts'

const kit = (file: string) => fileURLToPath(new URL(`tests/ui/stand-ins/${file}`, import.meta.url))
const paths = fileURLToPath(new URL('tests/stand-ins/paths.ts', import.meta.url))

/** Tests of single components. A separate project, because the plugin uses a different copy of Svelte than a built app. */
export default defineConfig({
  ...fromSources,
  plugins: [svelte({ configFile: false })],
  resolve: {
    ...fromSources.resolve,
    alias: [
      { find: '$app/paths', replacement: paths },
      { find: '$app/state', replacement: kit('state.ts') },
      { find: '$app/forms', replacement: kit('in-the-browser.ts') },
      { find: '$app/navigation', replacement: kit('in-the-browser.ts') },
    ],
  },
  test: {
    name: 'sveltekit-ui',
    include: ['tests/ui/**/*.test.ts'],
    // As in the other projects: one test renders hundreds of steps, on machines that do other things as well.
    testTimeout: 30_000,
    isolate: false,
  },
})
