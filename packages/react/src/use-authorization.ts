import { fulfils, type Requirement } from './authorization.ts'
import { useAuth } from './use-auth.ts'

/** Asks what the signed-in person may do, for showing and hiding. The server still has to check. */
export function useAuthorization(): { has(requirement: Requirement): boolean } {
  const state = useAuth()
  return { has: (requirement) => fulfils(state, requirement) }
}
