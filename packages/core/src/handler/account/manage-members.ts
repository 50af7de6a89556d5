import type { OrganizationMembership } from '../../api/index.ts'
import { exclusively } from '../../coordinator/exclusively.ts'
import type { SignedIn } from '../../session/auth.ts'
import { RouteError } from '../failures/route-error.ts'
import { ADMIN_ROLE } from '../options/member-change.ts'
import type { HandlerContext } from '../route/handler-context.ts'

/**
 * Refuses a manager who has lost their role or membership since the access token was issued. Otherwise, they could restore it
 * until the token expires.
 */
export async function requireStillManager(auth: SignedIn, organizationId: string, context: HandlerContext) {
  const { data } = await context.client.listOrganizationMemberships({
    userId: auth.user.id,
    organizationId,
    statuses: ['active'],
  })
  const own = data.find((one) => one.userId === auth.user.id && one.organizationId === organizationId)
  const roles = own && isActive(own) ? rolesOf(own) : []
  if (own === undefined || !auth.roles.every((role) => roles.includes(role)))
    throw new RouteError('forbidden')
}

/** Refuses a role that the manager is not allowed to assign. */
export function requireAssignable(auth: SignedIn, role: string, context: HandlerContext): void {
  if (!context.mayAssign(auth, role)) throw new RouteError('role_not_allowed')
}

/** Refuses a change to a member who manages the organization through a role that this manager does not have. */
export function requireBelow(auth: SignedIn, member: OrganizationMembership, context: HandlerContext): void {
  const above = rolesOf(member).filter(
    (role) =>
      !context.mayAssign(auth, role) && (role === ADMIN_ROLE || manages(auth, member, [role], context)),
  )
  if (above.length > 0) throw new RouteError('role_not_allowed')
}

/**
 * Makes a change after which a member has these roles, unless no one who can manage the organization would be left. Changes
 * that could remove a manager run one at a time per organization, across all instances.
 *
 * @param rolesAfter Empty for a member who is removed.
 */
export async function keepingManager<T>(
  auth: SignedIn,
  member: OrganizationMembership,
  rolesAfter: readonly string[],
  context: HandlerContext,
  change: () => Promise<T>,
): Promise<T> {
  const isManager = isActive(member) && manages(auth, member, rolesOf(member), context)
  if (!isManager || manages(auth, member, rolesAfter, context)) return change()
  const { coordinator, clock } = context
  const made = await exclusively(coordinator, `members:${member.organizationId}`, clock, async () => {
    if (!(await hasOtherManager(auth, member, context))) throw new RouteError('last_manager')
    return { result: await change() }
  })
  if (made === undefined) throw new RouteError('conflict')
  return made.result
}

async function hasOtherManager(
  auth: SignedIn,
  { id, organizationId }: OrganizationMembership,
  context: HandlerContext,
): Promise<boolean> {
  const members = context.client.listOrganizationMemberships({
    organizationId,
    statuses: ['active'],
    limit: 100,
  })
  for await (const other of members)
    if (other.id !== id && isActive(other) && manages(auth, other, rolesOf(other), context)) return true
  return false
}

const isActive = ({ status }: OrganizationMembership) => status === undefined || status === 'active'

export const rolesOf = ({ role, roles }: OrganizationMembership): readonly string[] => [
  ...new Set([...(role ? [role.slug] : []), ...(roles ?? []).map(({ slug }) => slug)]),
]

/**
 * Whether a member with these roles could manage the organization. A member with all roles of a manager can do what that
 * manager can. For other members, only their roles are known: their permissions are only in their own tokens.
 */
function manages(
  auth: SignedIn,
  member: OrganizationMembership,
  roles: readonly string[],
  context: HandlerContext,
): boolean {
  if (roles.length === 0) return false
  const [role] = roles
  const permissions = auth.roles.every((one) => roles.includes(one)) ? auth.permissions : []
  const isSelf = member.userId === auth.user.id
  const other = () =>
    member.user ? context.readSessionUser(member.user) : { ...auth.user, id: member.userId, email: '' }
  const claims = { ...auth.claims, sub: member.userId, role, roles, permissions }
  const asMember = { ...auth, user: isSelf ? auth.user : other(), role, roles, permissions, claims }
  return context.canManageMembers({ ...asMember, impersonator: undefined }, { action: 'list' })
}
