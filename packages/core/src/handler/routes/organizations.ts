import type { OrganizationEntry, OrganizationsPayload } from '../../account/account-payload.ts'
import type { SignedIn } from '../../session/auth.ts'
import type { PendingCookies } from '../../session/resolved.ts'
import { NO_COOKIES } from '../../session/resolved.ts'
import type { SwitchResult } from '../../session/session-manager.ts'
import { activeMemberships } from '../account/active-memberships.ts'
import type { FlowFailure } from '../failures/flow-failure.ts'
import { flowFailure } from '../failures/flow-failure.ts'
import { RouteError } from '../failures/route-error.ts'
import { readName } from '../flow/input.ts'
import { ADMIN_ROLE } from '../options/member-change.ts'
import { pageOrganization } from '../options/requested-organization.ts'
import type { HandlerContext } from '../route/handler-context.ts'
import { requireSignedIn } from '../route/require-signed-in.ts'
import type { Route } from '../route/route.ts'
import { sessionResult } from './session.ts'

/** `GET /organizations`: the organizations that the user is a member of. */
export const listOrganizations: Route = async (request, context) => {
  const auth = await requireSignedIn(request)
  const memberships = await activeMemberships(context.client, auth.user.id)
  const data = memberships.map(
    ({ organizationId, organizationName, role }): OrganizationEntry => ({
      id: organizationId,
      name: organizationName ?? organizationId,
      role: role?.slug ?? null,
      current: organizationId === auth.organizationId,
      ...(organizationId === auth.organizationId && { may: allowedIn(auth, context) }),
    }),
  )
  const canCreate = context.mayCreateOrganization(auth)
  const body: OrganizationsPayload = { data, after: null, before: null, canCreate }
  return { body }
}

/** What the app allows the user to do with the active organization. */
function allowedIn(auth: SignedIn, context: HandlerContext): OrganizationEntry['may'] {
  const changes = (['rename', 'delete', 'domains'] as const).filter((action) =>
    context.mayManageOrganization(auth, { action }),
  )
  return [
    ...changes,
    ...(context.mayLeaveOrganization(auth) ? (['leave'] as const) : []),
    ...(context.mayManageOrganization(auth, { action: 'portal', intent: 'sso' })
      ? (['portal'] as const)
      : []),
  ]
}

const LONGEST_NAME = 100

/** The name of an organization, as typed. */
export function requireOrganizationName(typed: string | undefined): string {
  const name = readName('name', typed)
  if (name && name.length <= LONGEST_NAME) return name
  throw new RouteError(flowFailure('invalid_request', { field: 'name' }))
}

/**
 * `POST /organizations`: creates an organization with the user as its admin, if the app allows that. The caller
 * switches to it with `POST /organization/switch`.
 */
export const createOrganization: Route = async (request, context) => {
  const auth = await requireSignedIn(request)
  if (!context.mayCreateOrganization(auth)) throw new RouteError('forbidden')
  const name = requireOrganizationName(request.fields.name)
  const { client } = context
  const { id } = await client.createOrganization({ name })
  try {
    await client.createOrganizationMembership({
      userId: auth.user.id,
      organizationId: id,
      roleSlug: ADMIN_ROLE,
    })
  } catch (cause) {
    // No user could switch to an organization without members.
    await client.deleteOrganization({ organizationId: id }).catch(() => {})
    throw cause
  }
  const body: OrganizationEntry = { id, name, role: ADMIN_ROLE, current: false }
  return { status: 201, body }
}

/** `POST /organization/switch`: switches the session, or only this page, to another organization of the user. */
export const switchOrganization: Route = async ({ request, cookies, fields }, context) => {
  const { organizationId } = fields
  if (!organizationId) throw new RouteError('organization_required')
  const result = await moveTo(organizationId, request, cookies, context)
  const changed = cookiesOf(result)
  switch (result.status) {
    case 'switched':
      return { ...sessionResult(result.resolved.auth, context), cookies: changed }
    case 'refused':
      throw new RouteError(result.refusal, changed)
    case 'ended':
      throw new RouteError({ status: 401, error: { code: 'reauthentication_required' } })
    case 'too_large':
      throw new RouteError('too_large', changed)
    case 'unavailable':
      throw new RouteError(
        flowFailure('service_unavailable', { retryAfterSeconds: result.retryAfterSeconds }),
        changed,
      )
  }
}

/** The cookies to store, whatever the result of the switch. */
export function cookiesOf(result: SwitchResult<FlowFailure>): PendingCookies {
  if (result.status === 'switched') return result.resolved.cookies
  return ('cookies' in result && result.cookies) || NO_COOKIES
}

/**
 * Switches to another organization. A pinned page switches only itself, and the session of all other pages stays in its
 * organization.
 */
export function moveTo(
  organizationId: string,
  request: Request,
  cookies: string | null,
  { sessions }: HandlerContext,
): Promise<SwitchResult<FlowFailure>> {
  const isPageAlone = pageOrganization(request) !== undefined
  return isPageAlone
    ? sessions.enterOrganization(cookies, organizationId)
    : sessions.switchOrganization(cookies, organizationId)
}
