import type { AuthState, Permission, Role } from '@latchkey/core'

/** What somebody has to have. Everything that is named has to hold. */
export interface Requirement {
  role?: Role
  permission?: Permission
  featureFlag?: string
  entitlement?: string
}

/** Whether the session fulfils `requirement`. Nobody signed in fulfils none. Hiding is not protecting: the server decides. */
export function fulfils(state: AuthState, requirement: Requirement): boolean {
  if (state.status !== 'signed-in') return false
  const { role, permission, featureFlag, entitlement } = requirement
  return (
    (role === undefined || state.roles.includes(role)) &&
    (permission === undefined || state.permissions.includes(permission)) &&
    (featureFlag === undefined || state.featureFlags.includes(featureFlag)) &&
    (entitlement === undefined || state.entitlements.includes(entitlement))
  )
}
