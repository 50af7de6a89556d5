import type { Requirement } from '@latchkey/core'
import { useMemo } from 'react'
import { fulfils } from './authorization.ts'
import { useAuth } from './use-auth.ts'

/** Asks what the signed-in user may do, for showing and hiding. The server still has to check. */
export function useAuthorization(): { has(requirement: Requirement): boolean } {
  const state = useAuth()
  return useMemo(() => ({ has: (requirement) => fulfils(state, requirement) }), [state])
}
