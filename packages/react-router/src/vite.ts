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

/** The part of a Vite plugin that this one uses. */
export interface LatchkeyPlugin {
  name: string
  config(): { optimizeDeps: { include: string[] } }
}

/**
 * Prepares the packages when the dev server starts. Otherwise Vite finds them on the first page that needs them, and reloads
 * the page in the middle of a sign-up.
 */
export const latchkey = (): LatchkeyPlugin => ({
  name: '@latchkey/react-router',
  config: () => ({ optimizeDeps: { include: PREPARED } }),
})
