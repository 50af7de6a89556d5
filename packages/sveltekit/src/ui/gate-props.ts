import type { Snippet } from 'svelte'

/** Props of the gates that take no condition. */
export interface GateProps {
  children?: Snippet
  fallback?: Snippet
  pending?: Snippet
}
