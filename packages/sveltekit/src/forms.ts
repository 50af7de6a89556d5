/**
 * The flows as remote forms.
 *
 * @module @latchkey/sveltekit/forms
 */

// Not the remote module itself: Kit keeps those out of what Vite bundles ahead, and an entry cannot be kept out.
export * from './forms.remote.ts'
