import type { InvitationEntry, ListPayload, MemberEntry } from '../../account/account-payload.ts'
import type { SignedIn } from '../../session/auth.ts'
import { sessionUser } from '../../session/packed-session.ts'
import {
  keepingManager,
  requireAssignable,
  requireBelow,
  requireStillManager,
  rolesOf,
} from '../account/manage-members.ts'
import { RouteError } from '../failures/route-error.ts'
import { requireEmail } from '../flow/input.ts'
import type { MemberChange } from '../options/member-change.ts'
import type { HandlerContext } from '../route/handler-context.ts'
import { requireSignedIn } from '../route/require-signed-in.ts'
import type { Route, RouteRequest } from '../route/route.ts'
import { paging } from './sessions.ts'

/** The user, if they can manage the active organization: the one in the verified token, whatever the request names. */
async function requireManager(request: RouteRequest, context: HandlerContext, change: MemberChange) {
  const auth = await requireSignedIn(request)
  const { organizationId } = auth
  if (organizationId === undefined || !context.canManageMembers(auth, change))
    throw new RouteError('forbidden')
  return { auth, organizationId }
}

/** `GET /members`: the members of the active organization. */
export const listMembers: Route = async (request, context) => {
  const { auth, organizationId } = await requireManager(request, context, { action: 'list' })
  const page = await context.client.listOrganizationMemberships({
    organizationId,
    statuses: ['active', 'inactive', 'pending'],
    ...paging(request.url),
  })
  const data = page.data.map((membership) => memberEntry(membership, auth))
  const body: ListPayload<MemberEntry> = { data, ...page.listMetadata }
  return { body }
}

type Membership = Awaited<ReturnType<HandlerContext['client']['getOrganizationMembership']>>

function memberEntry({ id, userId, user, role, status, createdAt }: Membership, auth: SignedIn): MemberEntry {
  const shown = user && sessionUser(user)
  const { email = '', firstName = null, lastName = null, profilePictureUrl = null } = shown ?? {}
  return {
    id,
    user: { id: userId, email, firstName, lastName, profilePictureUrl },
    role: role?.slug ?? null,
    status: status ?? 'active',
    self: userId === auth.user.id,
    createdAt,
  }
}

/** `PATCH /members/:id`: changes a member's role. */
export const updateMember: Route = async (request, context) => {
  const role = request.fields.role || undefined
  const { auth, membership } = await requireMembership(request, context, { action: 'update', role })
  if (role === undefined) throw new RouteError('invalid_request')
  requireAssignable(auth, role, context)
  const { id: organizationMembershipId } = membership
  const updated = await keepingManager(auth, membership, [role], context, () =>
    context.client.updateOrganizationMembership({ organizationMembershipId, roleSlug: role }),
  )
  return { body: memberEntry(updated, auth) }
}

/** `DELETE /members/:id`: removes a member from the active organization. */
export const removeMember: Route = async (request, context) => {
  const { auth, membership } = await requireMembership(request, context, { action: 'remove' })
  const { id: organizationMembershipId } = membership
  await keepingManager(auth, membership, [], context, () =>
    context.client.deleteOrganizationMembership({ organizationMembershipId }),
  )
  return { body: {} }
}

/** A member of the active organization whom the caller can change. */
async function requireMembership(request: RouteRequest, context: HandlerContext, change: MemberChange) {
  const { organizationId } = await requireManager(request, context, { action: 'list' })
  const organizationMembershipId = request.id || request.fields.membershipId || ''
  const membership = await context.client.getOrganizationMembership({ organizationMembershipId })
  if (membership.organizationId !== organizationId) throw new RouteError('not_found')
  const currentRoles = rolesOf(membership)
  const { auth } = await requireManager(request, context, { ...change, currentRoles })
  requireBelow(auth, membership, context)
  await requireStillManager(auth, organizationId, context)
  return { auth, membership }
}

/** `GET /invitations`: the pending invitations to the active organization. */
export const listInvitations: Route = async (request, context) => {
  const { organizationId } = await requireManager(request, context, { action: 'list' })
  const page = await context.client.listInvitations({ organizationId, ...paging(request.url) })
  const body: ListPayload<InvitationEntry> = { data: page.data.map(invitationEntry), ...page.listMetadata }
  return { body }
}

type Invitation = Awaited<ReturnType<HandlerContext['client']['getInvitation']>>

// Anyone who has the token can use the invitation, so it is omitted.
const invitationEntry = ({
  id,
  email,
  state,
  roleSlug,
  expiresAt,
  createdAt,
}: Invitation): InvitationEntry => ({
  id,
  email,
  state,
  role: roleSlug ?? null,
  expiresAt,
  createdAt,
})

/** `POST /invitations`: invites someone to the active organization. */
export const inviteMember: Route = async (request, context) => {
  const role = request.fields.role || undefined
  const { auth, organizationId } = await requireManager(request, context, { action: 'invite', role })
  const email = requireEmail(request.fields.email)
  if (role !== undefined) requireAssignable(auth, role, context)
  await requireStillManager(auth, organizationId, context)
  const invitation = await context.client.sendInvitation({
    email,
    organizationId,
    inviterUserId: auth.user.id,
    roleSlug: role,
  })
  return { status: 201, body: invitationEntry(invitation) }
}

/** `POST /invitations/resend`: resends the email of a pending invitation, with a new link. */
export const resendInvitation: Route = async (request, context) => {
  const { auth, organizationId, invitationId, role } = await requireOpenInvitation(request, context, 'invite')
  if (role !== undefined) requireAssignable(auth, role, context)
  await requireStillManager(auth, organizationId, context)
  return { body: invitationEntry(await context.client.resendInvitation({ invitationId })) }
}

/** An invitation to the active organization that the caller can change. */
async function requireOpenInvitation(
  request: RouteRequest,
  context: HandlerContext,
  action: 'invite' | 'revoke',
) {
  const { organizationId } = await requireManager(request, context, { action: 'list' })
  const invitationId = request.id || request.fields.invitationId || ''
  const invitation = await context.client.getInvitation({ invitationId })
  if (invitation.organizationId !== organizationId) throw new RouteError('not_found')
  const roles = invitation.roleSlug ? [invitation.roleSlug] : []
  const change: MemberChange =
    action === 'invite' ? { action, role: roles[0] } : { action, currentRoles: roles }
  const { auth } = await requireManager(request, context, change)
  return { auth, organizationId, invitationId, role: roles[0] }
}

/** `DELETE /invitations/:id`: revokes an invitation to the active organization. */
export const revokeInvitation: Route = async (request, context) => {
  const { auth, organizationId, invitationId } = await requireOpenInvitation(request, context, 'revoke')
  await requireStillManager(auth, organizationId, context)
  return { body: invitationEntry(await context.client.revokeInvitation({ invitationId })) }
}
