import type { AuthState, Permission, Role, SignedInState } from '@latchkey/core'

/** What somebody has to have. Everything that is named has to hold. */
export interface Requirement {
  role?: Role
  permission?: Permission
  featureFlag?: string
  entitlement?: string
}

/** Where the session lists what there is of each criterion. */
const LISTS: Readonly<Record<string, keyof SignedInState>> = {
  role: 'roles',
  permission: 'permissions',
  featureFlag: 'featureFlags',
  entitlement: 'entitlements',
}

/**
 * Whether the session fulfils a requirement. A criterion that is undefined, empty or unknown is fulfilled by nobody.
 * Hiding is not protecting: the server decides.
 */
export function fulfils(state: AuthState, requirement: unknown): boolean {
  if (!state.isSignedIn || Object.prototype.toString.call(requirement) !== '[object Object]') return false
  return Object.entries(requirement as object).every(([name, wanted]) => {
    const held = Object.hasOwn(LISTS, name) ? state[LISTS[name] as keyof SignedInState] : undefined
    return typeof wanted === 'string' && wanted !== '' && Array.isArray(held) && held.includes(wanted)
  })
}
