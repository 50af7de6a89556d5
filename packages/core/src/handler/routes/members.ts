import type { InvitationEntry, ListPayload, MemberEntry } from '../../account/payload.ts'
import type { SignedIn } from '../../session/auth.ts'
import { sessionUser } from '../../session/session.ts'
import type { HandlerContext, Route, RouteRequest } from '../context.ts'
import { RouteError, requireSignedIn } from '../context.ts'
import { requireEmail } from '../flow-input.ts'
import { paging } from './sessions.ts'

/** Somebody who may manage the open organization: the one of their verified token, whatever the request names. */
async function requireManager(request: RouteRequest, context: HandlerContext) {
  const auth = await requireSignedIn(request)
  const { organizationId } = auth
  if (organizationId === undefined || !context.canManageMembers(auth)) throw new RouteError('forbidden')
  return { auth, organizationId }
}

/** `GET /members`: who is in the current organization. */
export const listMembers: Route = async (request, context) => {
  const { auth, organizationId } = await requireManager(request, context)
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

/** `PATCH /members/:id`: gives a member another role. */
export const updateMember: Route = async (request, context) => {
  const { auth, organizationId } = await requireManager(request, context)
  const { organizationMembershipId } = await requireMembership(request, organizationId, context)
  const roleSlug = request.fields.role
  if (!roleSlug) throw new RouteError('invalid_request')
  const updated = await context.client.updateOrganizationMembership({ organizationMembershipId, roleSlug })
  return { body: memberEntry(updated, auth) }
}

/** `DELETE /members/:id`: takes somebody out of the current organization. */
export const removeMember: Route = async (request, context) => {
  const { organizationId } = await requireManager(request, context)
  await context.client.deleteOrganizationMembership(await requireMembership(request, organizationId, context))
  return { body: {} }
}

async function requireMembership(
  { id, fields }: RouteRequest,
  organizationId: string,
  { client }: HandlerContext,
) {
  const organizationMembershipId = id || fields.membershipId || ''
  const membership = await client.getOrganizationMembership({ organizationMembershipId })
  if (membership.organizationId !== organizationId) throw new RouteError('not_found')
  return { organizationMembershipId }
}

/** `GET /invitations`: who is invited to the current organization. */
export const listInvitations: Route = async (request, context) => {
  const { organizationId } = await requireManager(request, context)
  const page = await context.client.listInvitations({ organizationId, ...paging(request.url) })
  const body: ListPayload<InvitationEntry> = { data: page.data.map(invitationEntry), ...page.listMetadata }
  return { body }
}

type Invitation = Awaited<ReturnType<HandlerContext['client']['getInvitation']>>

// The token opens the account to whoever has it, so it stays out.
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

/** `POST /invitations`: invites somebody to the current organization. */
export const inviteMember: Route = async (request, context) => {
  const { auth, organizationId } = await requireManager(request, context)
  const email = requireEmail(request.fields.email)
  const invitation = await context.client.sendInvitation({
    email,
    organizationId,
    inviterUserId: auth.user.id,
    roleSlug: request.fields.role || undefined,
  })
  return { status: 201, body: invitationEntry(invitation) }
}

/** `DELETE /invitations/:id`: withdraws an invitation to the current organization. */
export const revokeInvitation: Route = async (request, context) => {
  const { organizationId } = await requireManager(request, context)
  const invitationId = request.id || request.fields.invitationId || ''
  const invitation = await context.client.getInvitation({ invitationId })
  if (invitation.organizationId !== organizationId) throw new RouteError('not_found')
  return { body: invitationEntry(await context.client.revokeInvitation({ invitationId })) }
}
