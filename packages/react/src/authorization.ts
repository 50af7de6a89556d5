import { type AuthState, checkRequirement, type Requirement } from '@latchkey/core'

/**
 * Whether the session meets a requirement, by the same rules as on the server. A user who is not signed in meets none, and
 * so does everybody where a criterion says nothing. Hiding is not protecting: the server decides.
 */
export function fulfils(state: AuthState, requirement: unknown): boolean {
  return state.isSignedIn === true && checkRequirement(state, requirement as Requirement) === 'met'
}
