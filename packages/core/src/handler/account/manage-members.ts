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
  { mayBeEmpty = false } = {},
): Promise<T> {
  const isManager = isActive(member) && manages(auth, member, rolesOf(member), context)
  if (!isManager || manages(auth, member, rolesAfter, context)) return change()
  const { coordinator, clock } = context
  const made = await exclusively(coordinator, `members:${member.organizationId}`, clock, async (isHeld) => {
    const others = await othersIn(auth, member, context)
    if (others === 'unmanaged' || (others === 'none' && !mayBeEmpty)) throw new RouteError('last_manager')
    // Another request may have begun in the meantime, for example after a restart of the coordinator.
    if (!(await isHeld())) throw new RouteError('service_unavailable')
    return change()
  })
  if (made.status === 'done') return made.value
  throw new RouteError(made.status === 'busy' ? 'conflict' : 'service_unavailable')
}

/** Whether the organization has other active members, and one of them could manage it. */
async function othersIn(
  auth: SignedIn,
  { id, organizationId }: OrganizationMembership,
  context: HandlerContext,
): Promise<'managed' | 'unmanaged' | 'none'> {
  let others: 'unmanaged' | 'none' = 'none'
  const members = context.client.listOrganizationMemberships({
    organizationId,
    statuses: ['active'],
    limit: 100,
  })
  for await (const other of members) {
    if (other.id === id || !isActive(other)) continue
    if (manages(auth, other, rolesOf(other), context)) return 'managed'
    others = 'unmanaged'
  }
  return others
}

/**
 * Deletes a user with all memberships, unless an organization that has other active members would be left without a manager. A
 * user who is alone in an organization can be deleted: no member is left who needs a manager.
 */
export async function keepingManagers(
  auth: SignedIn,
  context: HandlerContext,
  deleteUser: () => Promise<void>,
): Promise<void> {
  const { client } = context
  const memberships: OrganizationMembership[] = []
  const listed = client.listOrganizationMemberships({
    userId: auth.user.id,
    statuses: ['active'],
    limit: 100,
  })
  for await (const own of listed) if (own.userId === auth.user.id && isActive(own)) memberships.push(own)
  // All requests lock organizations in this order, so that no two of them wait for each other.
  memberships.sort((one, other) => (one.organizationId < other.organizationId ? -1 : 1))
  const deleteAfter = async ([own, ...rest]: OrganizationMembership[]): Promise<void> => {
    if (own === undefined) return deleteUser()
    const there = await inOrganization(auth, own, context)
    return keepingManager(there, own, [], context, () => deleteAfter(rest), { mayBeEmpty: true })
  }
  return deleteAfter(memberships)
}

/** The user as a member of this organization, which need not be the active one: with the roles and permissions of today. */
async function inOrganization(
  auth: SignedIn,
  own: OrganizationMembership,
  { client }: HandlerContext,
): Promise<SignedIn> {
  const { organizationId } = own
  const roles = rolesOf(own)
  const [role] = roles
  const known = await client.listOrganizationRoles({ organizationId })
  const permissions = [
    ...new Set(known.filter(({ slug }) => roles.includes(slug)).flatMap((one) => one.permissions)),
  ]
  const claims = { ...auth.claims, org_id: organizationId, role, roles, permissions }
  return { ...auth, organizationId, role, roles, permissions, claims }
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
