import type { SignedIn } from '../../session/auth.ts'
import type { Role } from '../../session/register.ts'

/** A change to the members or invitations of the active organization that a user requests. */
export interface MemberChange {
  /** `list` reads both lists; `update` changes a member's role; `revoke` revokes an invitation. */
  action: 'list' | 'update' | 'remove' | 'invite' | 'revoke'
  /** The role to assign, if the request names one. */
  role?: Role
  /** The roles of the member or invitation before the change, for `update`, `remove` and `revoke`. */
  currentRoles?: readonly Role[]
}

/** The default role of every member of an organization. */
const DEFAULT_ROLE = 'member'
export const ADMIN_ROLE = 'admin'

/** Whether a user can manage members, unless the app decides. */
export const isAdmin = ({ roles }: SignedIn): boolean => roles.includes(ADMIN_ROLE)

/** The roles that a user can assign, unless the app decides: their own and `member`, or all roles for an admin. */
export const mayAssign = ({ roles }: SignedIn, role: string): boolean =>
  roles.includes(ADMIN_ROLE) || roles.includes(role) || role === DEFAULT_ROLE
