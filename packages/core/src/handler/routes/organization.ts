import type {
  ListPayload,
  OrganizationEntry,
  PortalPayload,
  RoleEntry,
} from '../../account/account-payload.ts'
import { asMemberToday, keepingManager, requireStillManager } from '../account/manage-members.ts'
import { flowFailure } from '../failures/flow-failure.ts'
import { RouteError } from '../failures/route-error.ts'
import type { OrganizationChange } from '../options/organization-change.ts'
import { pageOrganization } from '../options/requested-organization.ts'
import type { HandlerContext } from '../route/handler-context.ts'
import { requireFresh, requireSignedIn } from '../route/require-signed-in.ts'
import type { Route, RouteRequest, RouteResult } from '../route/route.ts'
import { cookiesOf, requireOrganizationName } from './organizations.ts'

/** The user, if they can change the active organization: the one in the verified token, whatever the request names. */
export async function requireAllowed(
  request: RouteRequest,
  context: HandlerContext,
  change: OrganizationChange,
) {
  const auth = await requireSignedIn(request)
  const { organizationId } = auth
  if (organizationId === undefined || !context.mayManageOrganization(auth, change))
    throw new RouteError('forbidden')
  await requireStillManager(auth, organizationId, context)
  return { auth, organizationId }
}

/** `PATCH /organization` and `POST /organization`: renames the active organization. */
export const renameOrganization: Route = async (request, context) => {
  const { auth, organizationId } = await requireAllowed(request, context, { action: 'rename' })
  const name = requireOrganizationName(request.fields.name)
  const organization = await context.client.updateOrganization({ organizationId, name })
  const body: OrganizationEntry = {
    id: organizationId,
    name: organization.name,
    role: auth.role ?? null,
    current: true,
  }
  return { body }
}

/** `POST /organization/leave`: ends the user's own membership in the active organization. */
export const leaveOrganization: Route = async (request, context) => {
  const auth = await requireSignedIn(request)
  const { organizationId, user } = auth
  if (organizationId === undefined || !context.mayLeaveOrganization(auth)) throw new RouteError('forbidden')
  const { data } = await context.client.listOrganizationMemberships({
    userId: user.id,
    organizationId,
    statuses: ['active'],
  })
  const own = data.find((one) => one.userId === user.id && one.organizationId === organizationId)
  if (own === undefined) throw new RouteError('not_found')
  // The access token may be some minutes older than the roles.
  if (!context.mayLeaveOrganization(await asMemberToday(auth, own, context)))
    throw new RouteError('forbidden')
  await keepingManager(auth, own, [], context, () =>
    context.client.deleteOrganizationMembership({ organizationMembershipId: own.id }),
  )
  return outside(request, context)
}

/**
 * `DELETE /organization` and `POST /organization/delete`: deletes the active organization for all its members. Requires
 * a fresh sign-in. The user must type its name, so that a single click is not enough.
 */
export const deleteOrganization: Route = async (request, context) => {
  requireFresh(await requireSignedIn(request), context)
  const { organizationId } = await requireAllowed(request, context, { action: 'delete' })
  const { name } = await context.client.getOrganization({ organizationId })
  if (request.fields.name?.trim() !== name.trim())
    throw new RouteError(flowFailure('confirmation_mismatch', { field: 'name' }))
  await context.client.deleteOrganization({ organizationId })
  return outside(request, context)
}

/**
 * Refreshes a session whose user is no longer in its organization. If the token cannot be refreshed now, it stays valid
 * for the old organization until it expires, which takes minutes.
 */
async function outside(request: RouteRequest, context: HandlerContext): Promise<RouteResult> {
  // A pinned page sends its organization, and the session can be in another one.
  const isPageAlone = pageOrganization(request.request) !== undefined
  if (request.isBearer || isPageAlone) return { body: {} }
  const renewed = await context.sessions.renew(request.cookies)
  return { body: {}, cookies: cookiesOf(renewed) }
}

const INTENT = /^[a-z_]{1,40}$/

/**
 * `POST /organization/portal`: creates a link to the Admin Portal for the active organization. It is valid for five
 * minutes.
 */
export const openPortal: Route = async (request, context) => {
  const { intent = '', returnTo } = request.fields
  if (!INTENT.test(intent)) throw new RouteError(flowFailure('invalid_request', { field: 'intent' }))
  const { organizationId } = await requireAllowed(request, context, { action: 'portal', intent })
  const { link } = await context.client.generatePortalLink({
    organization: organizationId,
    intent,
    returnUrl: new URL(context.returnTo(returnTo), context.appOrigin).href,
  })
  const body: PortalPayload = { link }
  return { status: 201, body }
}

/**
 * `GET /organization/roles`: the roles of the organization by name, and which of them the user can assign to members.
 */
export const listRoles: Route = async (request, context) => {
  const auth = await requireSignedIn(request)
  const { organizationId } = auth
  if (organizationId === undefined || !context.canManageMembers(auth, { action: 'list' }))
    throw new RouteError('forbidden')
  const roles = await context.client.listOrganizationRoles({ organizationId })
  const data = roles.map(
    ({ slug, name, description }): RoleEntry => ({
      slug,
      name,
      description,
      mayAssign: context.mayAssign(auth, slug),
    }),
  )
  const body: ListPayload<RoleEntry> = { data, after: null, before: null }
  return { body }
}
