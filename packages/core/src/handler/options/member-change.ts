import type { SignedIn } from '../../session/auth.ts'
import type { Role } from '../../session/register.ts'

/** What someone is about to do with the members or invitations of the organization that is open. */
export interface MemberChange {
  /** `list` reads both lists; `update` gives a member another role; `revoke` withdraws an invitation. */
  action: 'list' | 'update' | 'remove' | 'invite' | 'revoke'
  /** The role that is given, where the request names one. */
  role?: Role
  /** The roles of the member or invitation before the change, for `update`, `remove` and `revoke`. */
  currentRoles?: readonly Role[]
}

/** The role that every member of an organization has unless told otherwise. */
const DEFAULT_ROLE = 'member'
export const ADMIN_ROLE = 'admin'

/** Whether someone may manage members, unless the app decides. */
export const isAdmin = ({ roles }: SignedIn): boolean => roles.includes(ADMIN_ROLE)

/** Roles that someone may give, unless the app decides: their own. */
export const mayAssign = ({ roles }: SignedIn, role: string): boolean =>
  roles.includes(ADMIN_ROLE) || roles.includes(role) || role === DEFAULT_ROLE
