/**
 * The Vite plugin: `plugins: [reactRouter(), latchkey()]` in `vite.config.ts`.
 *
 * @module @latchkey/react-router/vite
 */

const PREPARED = [
  '@latchkey/react-router',
  '@latchkey/react-router/pages',
  '@latchkey/react-router/server',
  '@latchkey/react/ui',
]

/** A Vite plugin, as far as this one goes. */
export interface LatchkeyPlugin {
  name: string
  config(): { optimizeDeps: { include: string[] } }
}

/**
 * Prepares the packages when the dev server starts. Vite finds them otherwise at the first page that needs them, and loads
 * the page again in the middle of a sign-up.
 */
export const latchkey = (): LatchkeyPlugin => ({
  name: '@latchkey/react-router',
  config: () => ({ optimizeDeps: { include: PREPARED } }),
})
