import type { Permission, Role } from '../client/auth-state.ts'
import type { SignedIn } from './auth.ts'

/** What somebody must be to get through. Several permissions: all of them; several roles: one of them. */
export interface Requirement {
  permission?: Permission | readonly Permission[]
  role?: Role | readonly Role[]
  /** `true`, or the id of the organization that must be open. */
  organization?: true | string
  /** Whether somebody acting as the user gets through. Default `true`. */
  allowImpersonation?: boolean
}

/**
 * Whether somebody who is signed in may do what has this requirement.
 *
 * @returns `no-organization` for somebody who has to open one first; `forbidden` where nothing they do here helps.
 */
export function checkRequirement(
  auth: SignedIn,
  requirement: Requirement,
): 'met' | 'no-organization' | 'forbidden' {
  const { permission, role, organization, allowImpersonation = true } = requirement
  if (organization !== undefined && auth.organizationId === undefined)
    return auth.refusedOrganizationId === undefined ? 'no-organization' : 'forbidden'
  const isMet =
    (organization === undefined || organization === true || organization === auth.organizationId) &&
    list(permission).every((one) => auth.permissions.includes(one)) &&
    (role === undefined || list(role).some((one) => auth.roles.includes(one))) &&
    (allowImpersonation || auth.impersonator === undefined)
  return isMet ? 'met' : 'forbidden'
}

const list = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value
