import type { Client, OrganizationMembership } from '../../api/index.ts'
import { exclusively } from '../../coordinator/exclusively.ts'
import { ApiError } from '../../errors/index.ts'
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
      !context.mayAssign(auth, role) &&
      (role === ADMIN_ROLE || manages(auth, member, [role], undefined, context)),
  )
  if (above.length > 0) throw new RouteError('role_not_allowed')
}

/**
 * Makes a change after which a member has these roles, unless no one who can manage the organization would be left. All such
 * changes run one at a time per organization, across all instances: two of them could each rely on the manager whom the other
 * removes. The membership is read again, because it may have changed while the request waited.
 *
 * @param rolesAfter Empty for a member who is removed.
 */
export async function keepingManager<T>(
  auth: SignedIn,
  { id: organizationMembershipId, organizationId }: OrganizationMembership,
  rolesAfter: readonly string[],
  context: HandlerContext,
  change: () => Promise<T>,
  { mayBeEmpty = false } = {},
): Promise<T> {
  const { client, coordinator, clock } = context
  const made = await exclusively(coordinator, `members:${organizationId}`, clock, async (isHeld) => {
    const member = await client.getOrganizationMembership({ organizationMembershipId })
    const known = await rolesIn(organizationId, client)
    const isManager = isActive(member) && manages(auth, member, rolesOf(member), known, context)
    if (isManager && !manages(auth, member, rolesAfter, known, context)) {
      const others = await othersIn(auth, member, known, context)
      if (others === 'unmanaged' || (others === 'none' && !mayBeEmpty)) throw new RouteError('last_manager')
    }
    // Another request may have begun in the meantime, for example after a restart of the coordinator.
    if (!(await isHeld())) throw new RouteError('service_unavailable')
    return change()
  })
  if (made.status === 'done') return made.value
  throw new RouteError(made.status === 'busy' ? 'conflict' : 'service_unavailable')
}

/** The permissions of each role in an organization, by slug; `undefined` if this API key cannot read them. */
type KnownRoles = ReadonlyMap<string, readonly string[]> | undefined

async function rolesIn(organizationId: string, client: Client): Promise<KnownRoles> {
  try {
    const roles = await client.listOrganizationRoles({ organizationId })
    return new Map(roles.map(({ slug, permissions }) => [slug, permissions]))
  } catch (cause) {
    if (cause instanceof ApiError && [403, 404, 501].includes(cause.status)) return undefined
    throw cause
  }
}

/** Whether the organization has other active members, and one of them could manage it. */
async function othersIn(
  auth: SignedIn,
  { id, organizationId }: OrganizationMembership,
  known: KnownRoles,
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
    if (manages(auth, other, rolesOf(other), known, context)) return 'managed'
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
    return keepingManager(auth, own, [], context, () => deleteAfter(rest), { mayBeEmpty: true })
  }
  return deleteAfter(memberships)
}

/** The user as a member of an organization, which need not be the active one: with the roles and permissions of today. */
export async function asMemberToday(
  auth: SignedIn,
  own: OrganizationMembership,
  { client }: Pick<HandlerContext, 'client'>,
): Promise<SignedIn> {
  return withRoles(auth, own, rolesOf(own), await rolesIn(own.organizationId, client))
}

const isActive = ({ status }: OrganizationMembership) => status === undefined || status === 'active'

export const rolesOf = ({ role, roles }: OrganizationMembership): readonly string[] => [
  ...new Set([...(role ? [role.slug] : []), ...(roles ?? []).map(({ slug }) => slug)]),
]

/** Whether a member with these roles could manage the organization. */
function manages(
  auth: SignedIn,
  member: OrganizationMembership,
  roles: readonly string[],
  known: KnownRoles,
  context: HandlerContext,
): boolean {
  if (roles.length === 0) return false
  const isSelf = member.userId === auth.user.id
  const other = () =>
    member.user ? context.readSessionUser(member.user) : { ...auth.user, id: member.userId, email: '' }
  const { claims, ...asMember } = withRoles(auth, member, roles, known)
  const user = isSelf ? auth.user : other()
  const who = { ...asMember, user, claims: { ...claims, sub: member.userId }, impersonator: undefined }
  return context.canManageMembers(who, { action: 'list' })
}

/**
 * The session with these roles in the organization of a membership. If the permissions of roles are not known, those of the
 * session count for members who have all of its roles, and others have none.
 */
function withRoles(
  auth: SignedIn,
  { organizationId }: OrganizationMembership,
  roles: readonly string[],
  known: KnownRoles,
): SignedIn {
  const [role] = roles
  const ofSession = auth.roles.every((one) => roles.includes(one)) ? auth.permissions : []
  const permissions = known ? [...new Set(roles.flatMap((slug) => known.get(slug) ?? []))] : ofSession
  const claims = { ...auth.claims, org_id: organizationId, role, roles, permissions }
  return { ...auth, organizationId, role, roles, permissions, claims }
}
