import type { SignedIn } from '../../session/auth.ts'
import { readImpersonation } from './impersonation-areas.ts'
import type { MemberChange } from './member-change.ts'
import { isAdmin, mayAssign } from './member-change.ts'
import type { OrganizationChange } from './organization-change.ts'
import type { Settings } from './read-options.ts'

/** What the app allows users to do with accounts and organizations. */
export interface Permissions {
  /** Whether a user can delete their own account. Absent if no user can. */
  mayDeleteAccount?: (auth: SignedIn) => boolean | Promise<boolean>
  /** Whether a user can create an organization, which they then manage. */
  mayCreateOrganization: (auth: SignedIn) => boolean
  /** Whether a user can change the active organization. */
  mayManageOrganization: (auth: SignedIn, change: OrganizationChange) => boolean
  /** Whether a member can leave the active organization. */
  mayLeaveOrganization: (auth: SignedIn) => boolean
  /** The areas in which changes are allowed during impersonation. */
  impersonationMay: ReadonlySet<string>
  canManageMembers: (auth: SignedIn, change: MemberChange) => boolean
  /** Whether a manager can assign this role. */
  mayAssign: (auth: SignedIn, role: string) => boolean
}

/** Everything that the app has not allowed is refused. Only `true` allows it: a promise does not. */
export function readPermissions(options: Settings): Permissions {
  const { assignableRoles } = options
  return {
    mayDeleteAccount: options.canDeleteAccount,
    mayCreateOrganization: (auth) => options.canCreateOrganization?.(auth) === true,
    mayManageOrganization: (auth, change) => options.canManageOrganization?.(auth, change) === true,
    mayLeaveOrganization: (auth) => options.canLeaveOrganization?.(auth) === true,
    impersonationMay: readImpersonation(options.impersonation?.allow),
    canManageMembers: (auth, change) => (options.canManageMembers ?? isAdmin)(auth, change) === true,
    mayAssign: (auth, role) => (assignableRoles ? lists(assignableRoles(auth), role) : mayAssign(auth, role)),
  }
}

/** A string could contain the name of a role by chance, and a promise lists nothing. */
const lists = (roles: unknown, role: string) => Array.isArray(roles) && roles.includes(role)
