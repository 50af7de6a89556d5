import type { Snippet } from 'svelte'

/** Props of the gates without a condition. */
export interface GateProps {
  children?: Snippet
  fallback?: Snippet
  pending?: Snippet
}
