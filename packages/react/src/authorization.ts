import { type AuthState, checkRequirement, type Requirement } from '@latchkey/core'

/**
 * Whether the session meets a requirement, by the same rules as on the server. A user who is not signed in meets none, and
 * a requirement with an empty criterion is met by no user. Hiding is not protecting: the server decides.
 */
export function fulfils(state: AuthState, requirement: unknown): boolean {
  return state.isSignedIn === true && checkRequirement(state, requirement as Requirement) === 'met'
}
