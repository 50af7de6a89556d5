import * as v from 'valibot'
import { fail, invalidField } from '../../base/failure.ts'
import { Membership } from '../../domain/organizations/membership-schema.ts'
import {
  cannotChangePending,
  changeMembership,
  createMembership,
  deleteMembership,
  getMembership,
  listMemberships,
  showMembership,
} from '../../domain/organizations/memberships.ts'
import { getOrganization } from '../../domain/organizations/organizations.ts'
import { requestedRoles } from '../../domain/roles/requested-roles.ts'
import { getUser } from '../../domain/users/find-user.ts'
import { list } from '../http/list.ts'
import { created, empty, ok, operation } from '../http/operation.ts'
import { listBody, pageQuery } from '../http/page.ts'

const roleFields = { role_slug: v.nullish(v.string()), role_slugs: v.nullish(v.array(v.string())) }
const STATUSES = ['active', 'inactive', 'pending'] as const

export const getOrganizationMembershipOperation = operation({
  id: 'getOrganizationMembership',
  method: 'GET',
  path: '/user_management/organization_memberships/:id',
  summary: 'Get a membership',
  responses: { 200: Membership },
  async handle({ context, params }) {
    return ok(await showMembership(context, await getMembership(context, params.id)))
  },
})

export const listOrganizationMembershipsOperation = operation({
  id: 'listOrganizationMemberships',
  method: 'GET',
  path: '/user_management/organization_memberships',
  summary: 'List the memberships of a user or an organization',
  query: v.object({
    ...pageQuery,
    organization_id: v.optional(v.string()),
    user_id: v.optional(v.string()),
    statuses: v.optional(v.union([v.string(), v.array(v.string())])),
  }),
  responses: { 200: list(Membership) },
  async handle({ context, query }) {
    const { organization_id, user_id } = query
    const statuses = requestedStatuses(query.statuses)
    if (organization_id === undefined && user_id === undefined) {
      throw fail(400, 'missing_user_id_or_organization_id', 'A user_id or an organization_id is required.')
    }
    if (user_id !== undefined) await getUser(context, user_id)
    if (organization_id !== undefined) await getOrganization(context, organization_id)
    const page = await listMemberships(
      context,
      { userId: user_id, organizationId: organization_id, statuses },
      query,
    )
    const data = await Promise.all(page.rows.map((row) => showMembership(context, row)))
    return ok(listBody({ ...page, rows: data }, (membership) => membership))
  },
})

export const createOrganizationMembershipOperation = operation({
  id: 'createOrganizationMembership',
  method: 'POST',
  path: '/user_management/organization_memberships',
  summary: 'Make a user a member of an organization',
  body: v.object({ user_id: v.string(), organization_id: v.string(), ...roleFields }),
  responses: { 201: Membership },
  async handle({ context, body }) {
    const roles = (await requestedRoles(context, body, body.organization_id)) ?? ['member']
    await getUser(context, body.user_id)
    await getOrganization(context, body.organization_id)
    const row = await createMembership(context, body.user_id, body.organization_id, roles)
    return created(await showMembership(context, row))
  },
})

export const updateOrganizationMembershipOperation = operation({
  id: 'updateOrganizationMembership',
  method: 'PUT',
  path: '/user_management/organization_memberships/:id',
  summary: 'Change the roles of a membership',
  body: v.object(roleFields),
  responses: { 200: Membership },
  async handle({ context, params, body }) {
    const row = await getMembership(context, params.id)
    const roles = await requestedRoles(context, body, row.organization_id)
    return ok(
      await showMembership(
        context,
        roles === undefined ? row : await changeMembership(context, row, { roles }),
      ),
    )
  },
})

export const deleteOrganizationMembershipOperation = operation({
  id: 'deleteOrganizationMembership',
  method: 'DELETE',
  path: '/user_management/organization_memberships/:id',
  summary: 'Remove a member',
  responses: { 200: null },
  async handle({ context, params }) {
    await deleteMembership(context, await getMembership(context, params.id))
    return empty()
  },
})

export const deactivateOrganizationMembershipOperation = operation({
  id: 'deactivateOrganizationMembership',
  method: 'PUT',
  path: '/user_management/organization_memberships/:id/deactivate',
  summary: 'Suspend a membership',
  responses: { 200: Membership },
  async handle({ context, params }) {
    const row = await getMembership(context, params.id)
    if (row.status === 'pending') throw cannotChangePending('deactivate')
    if (row.status === 'inactive') return ok(await showMembership(context, row))
    return ok(await showMembership(context, await changeMembership(context, row, { status: 'inactive' })))
  },
})

export const reactivateOrganizationMembershipOperation = operation({
  id: 'reactivateOrganizationMembership',
  method: 'PUT',
  path: '/user_management/organization_memberships/:id/reactivate',
  summary: 'Reactivate a suspended membership',
  responses: { 200: Membership },
  async handle({ context, params }) {
    const row = await getMembership(context, params.id)
    if (row.status === 'pending') throw cannotChangePending('reactivate')
    if (row.status === 'active') return ok(await showMembership(context, row))
    return ok(await showMembership(context, await changeMembership(context, row, { status: 'active' })))
  },
})

export const membershipOperations = [
  getOrganizationMembershipOperation,
  listOrganizationMembershipsOperation,
  createOrganizationMembershipOperation,
  updateOrganizationMembershipOperation,
  deleteOrganizationMembershipOperation,
  deactivateOrganizationMembershipOperation,
  reactivateOrganizationMembershipOperation,
]

/** `a,b`, a repeated parameter, or `statuses[]`. Default: only active members. */
function requestedStatuses(input: string | string[] | undefined): Array<(typeof STATUSES)[number]> {
  if (input === undefined) return ['active']
  return [input]
    .flat()
    .flatMap((text) => text.split(','))
    .map((status) => {
      const known = STATUSES.find((name) => name === status)
      if (known === undefined)
        throw invalidField('statuses', 'invalid_statuses', `Unknown status '${status}'.`)
      return known
    })
}
