/**
 * The flows as remote forms.
 *
 * @module @latchkey/sveltekit/forms
 */

// Do not export the remote module directly: Kit excludes remote modules from Vite's dependency bundling, and a package entry
// cannot be excluded.
export * from './forms.remote.ts'
