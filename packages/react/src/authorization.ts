import { type AuthState, checkRequirement, type Requirement } from '@latchkey/core'

/**
 * Whether the session meets a requirement, by the same rules as on the server. A signed-out user meets no requirement, and a
 * requirement with an empty criterion is met by no user. This only decides what is shown: your server must check every request
 * itself.
 */
export function fulfils(state: AuthState, requirement: unknown): boolean {
  return state.isSignedIn === true && checkRequirement(state, requirement as Requirement) === 'met'
}
