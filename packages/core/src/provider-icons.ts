/**
 * Icons of sign-in providers, drawn into the server's HTML.
 *
 * @module @latchkey/core/provider-icons
 */

export { PROVIDER_ICONS, type ProviderIconPaths } from './flow/provider-icons.ts'
