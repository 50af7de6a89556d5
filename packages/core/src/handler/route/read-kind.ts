import type { FlowKind } from '../../flow/index.ts'

/** Reads the kind of flow that a request names. */
export function readKind(value: string | null | undefined): FlowKind {
  return value === 'sign-up' || value === 'reset-password' || value === 'invitation' ? value : 'sign-in'
}
