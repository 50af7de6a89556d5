import type { SignedIn } from '../../session/auth.ts'
import { readImpersonation } from './impersonation-areas.ts'
import type { MemberChange } from './member-change.ts'
import { isAdmin, mayAssign } from './member-change.ts'
import type { OrganizationChange } from './organization-change.ts'
import type { Settings } from './read-options.ts'

/** What the app lets a user do with accounts and organizations. */
export interface Permissions {
  /** Whether a user may delete the own account. */
  mayDeleteAccount: (auth: SignedIn) => boolean | Promise<boolean>
  /** Whether a user may create an organization, and manage it from then on. */
  mayCreateOrganization: (auth: SignedIn) => boolean
  /** Whether a user may change the active organization itself. */
  mayManageOrganization: (auth: SignedIn, change: OrganizationChange) => boolean
  /** Whether a member may leave the active organization. */
  mayLeaveOrganization: (auth: SignedIn) => boolean
  /** Areas in which someone who is acting as a user may change something. */
  impersonationMay: ReadonlySet<string>
  canManageMembers: (auth: SignedIn, change: MemberChange) => boolean
  /** Whether a manager may assign this role. */
  mayAssign: (auth: SignedIn, role: string) => boolean
}

/** What an app has not allowed is not allowed. Only `true` allows: a promise does not. */
export function readPermissions(options: Settings): Permissions {
  const { assignableRoles } = options
  return {
    mayDeleteAccount: options.canDeleteAccount ?? (() => false),
    mayCreateOrganization: (auth) => options.canCreateOrganization?.(auth) === true,
    mayManageOrganization: (auth, change) => options.canManageOrganization?.(auth, change) === true,
    mayLeaveOrganization: (auth) => options.canLeaveOrganization?.(auth) === true,
    impersonationMay: readImpersonation(options.impersonation?.allow),
    canManageMembers: (auth, change) => (options.canManageMembers ?? isAdmin)(auth, change) === true,
    mayAssign: (auth, role) => (assignableRoles ? lists(assignableRoles(auth), role) : mayAssign(auth, role)),
  }
}

/** Text has the name of a role in it by chance, and a promise lists nothing. */
const lists = (roles: unknown, role: string) => Array.isArray(roles) && roles.includes(role)
