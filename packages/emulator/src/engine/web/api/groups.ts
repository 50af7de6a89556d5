import * as v from 'valibot'
import type { EngineContext } from '../../context/engine-context.ts'
import { description, displayName } from '../../contract/slugs.ts'
import { Group, presentGroup } from '../../domain/groups/group-schema.ts'
import {
  addGroupMember,
  createGroup,
  deleteGroup,
  getGroup,
  listGroupMembers,
  listGroups,
  listGroupsOf,
  removeGroupMember,
  updateGroup,
} from '../../domain/groups/groups.ts'
import { Membership, presentMembershipEvent } from '../../domain/organizations/membership-schema.ts'
import { getMembership } from '../../domain/organizations/memberships.ts'
import { getOrganization } from '../../domain/organizations/organizations.ts'
import { list } from '../http/list.ts'
import { empty, ok, operation } from '../http/operation.ts'
import { listBody, pageQuery } from '../http/page.ts'
import { resourceOperations } from '../http/resource.ts'

const GROUPS = '/organizations/:organizationId/groups'
const MEMBERS = `${GROUPS}/:groupId/organization-memberships`

const { user: _user, role: _role, roles: _roles, ...memberFields } = Membership.entries
const Member = v.object(memberFields)

export const groupOperations = [
  ...resourceOperations({
    name: 'Group',
    noun: 'a group of members',
    path: GROUPS,
    key: 'groupId',
    object: Group,
    present: presentGroup,
    parent: (context, params) => getOrganization(context, params.organizationId),
    list: {
      filter: { search: v.optional(v.string()) },
      page: (context, query, { id }) => listGroups(context, id, query),
    },
    find: (context, groupId, { id }) => getGroup(context, id, groupId),
    create: {
      body: v.object({ name: displayName, description }),
      run: (context, body, { id }) => createGroup(context, id, body),
    },
    update: { body: v.object({ name: v.optional(displayName), description }), run: updateGroup },
    remove: { run: deleteGroup },
  }),
  operation({
    id: 'listGroupMembers',
    method: 'GET',
    path: MEMBERS,
    summary: 'List the members in a group',
    query: v.object(pageQuery),
    responses: { 200: list(Member) },
    async handle({ context, params, query }) {
      const organization = await getOrganization(context, params.organizationId)
      const group = await getGroup(context, organization.id, params.groupId)
      const page = await listGroupMembers(context, group, query)
      return ok(
        listBody(page, (row) => {
          const { role, roles, ...member } = presentMembershipEvent(row, organization.name)
          return member
        }),
      )
    },
  }),
  operation({
    id: 'addGroupMember',
    method: 'POST',
    path: MEMBERS,
    summary: 'Add a member to a group',
    body: v.object({ organization_membership_id: v.string() }),
    responses: { 200: Group },
    async handle({ context, params, body }) {
      const group = await groupOf(context, params)
      await addGroupMember(context, group, body.organization_membership_id)
      return ok(presentGroup(group))
    },
  }),
  operation({
    id: 'removeGroupMember',
    method: 'DELETE',
    path: `${MEMBERS}/:membershipId`,
    summary: 'Remove a member from a group',
    responses: { 204: null },
    async handle({ context, params }) {
      await removeGroupMember(context, await groupOf(context, params), params.membershipId)
      return empty(204)
    },
  }),
  ...resourceOperations({
    name: 'OrganizationMembershipGroup',
    noun: 'a group of a membership',
    path: '/user_management/organization_memberships/:membershipId/groups',
    object: Group,
    present: presentGroup,
    parent: (context, params) => getMembership(context, params.membershipId),
    list: { page: (context, query, { id }) => listGroupsOf(context, id, query) },
  }),
]

async function groupOf(context: EngineContext, params: { organizationId: string; groupId: string }) {
  const { id } = await getOrganization(context, params.organizationId)
  return getGroup(context, id, params.groupId)
}
