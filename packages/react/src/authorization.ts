import type { AuthState, Permission, Role, SignedInState } from '@latchkey/core'

/** What somebody has to have. Everything that is named has to hold. */
export interface Requirement {
  role?: Role
  permission?: Permission
  featureFlag?: string
  entitlement?: string
}

/** Whether the session fulfils `requirement`. Nobody signed in fulfils none. Hiding is not protecting: the server decides. */
export function fulfils(state: AuthState, requirement: Requirement): boolean {
  if (!state.isSignedIn) return false
  // What one has is listed under the plural; what the session has no list of, nobody has.
  const held = (name: string) => state[`${name}s` as keyof SignedInState] as readonly unknown[] | undefined
  return Object.entries(requirement).every(
    ([name, wanted]) => wanted === undefined || held(name)?.includes(wanted),
  )
}
