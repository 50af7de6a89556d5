import type { Requirement } from '@latchkey/core'
import { useMemo } from 'react'
import { fulfils } from './authorization.ts'
import { useAuth } from './use-auth.ts'

/** Checks requirements of the signed-in user, to show and hide content. The server must check every request itself. */
export function useAuthorization(): { has(requirement: Requirement): boolean } {
  const state = useAuth()
  return useMemo(() => ({ has: (requirement) => fulfils(state, requirement) }), [state])
}
