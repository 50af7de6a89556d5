import type { FlowKind } from '../../flow/index.ts'

/** A flow's kind as a request names it. */
export function readKind(value: string | null | undefined): FlowKind {
  return value === 'sign-up' || value === 'reset-password' || value === 'invitation' ? value : 'sign-in'
}
