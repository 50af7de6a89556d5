import type { ListPayload, OrganizationEntry } from '../../account/payload.ts'
import { activeMemberships } from '../active-memberships.ts'
import type { Route } from '../context.ts'
import { RouteError, requireSignedIn } from '../context.ts'
import { flowFailure } from '../flow-error.ts'
import { sessionAnswer } from './session.ts'

/** `GET /organizations`: the organizations the person belongs to. */
export const listOrganizations: Route = async (request, context) => {
  const auth = await requireSignedIn(request)
  const memberships = await activeMemberships(context.client, auth.user.id)
  const data = memberships.map(
    ({ organizationId, organizationName, role }): OrganizationEntry => ({
      id: organizationId,
      name: organizationName ?? organizationId,
      role: role?.slug ?? null,
      current: organizationId === auth.organizationId,
    }),
  )
  const body: ListPayload<OrganizationEntry> = { data, after: null, before: null }
  return { body }
}

/**
 * `POST /organization/switch`: moves the session to another organization of the person. Asked by a page that stays in
 * an organization of its own, it lets that page into another one and leaves the session where it is.
 */
export const switchOrganization: Route = async ({ cookies, fields, organizationId: own }, context) => {
  const { organizationId } = fields
  if (!organizationId) throw new RouteError('organization_required')
  const { sessions } = context
  const result =
    own === undefined
      ? await sessions.switchOrganization(cookies, organizationId)
      : await sessions.enterOrganization(cookies, organizationId)
  switch (result.status) {
    case 'switched':
      return { ...sessionAnswer(result.resolved.auth, context), cookies: result.resolved.cookies }
    case 'refused':
      throw new RouteError(result.refusal, result.cookies)
    case 'ended':
      throw new RouteError({ status: 401, error: { code: 'reauthentication_required' } })
    case 'unavailable':
      throw new RouteError(
        flowFailure('service_unavailable', { retryAfterSeconds: result.retryAfterSeconds }),
      )
  }
}
