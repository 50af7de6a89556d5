import { decodedTimes, type Exchanges, listOf, page, times } from './exchange.ts'

const group = {
  object: 'group',
  id: 'group_01',
  organization_id: 'org_01',
  name: 'Pickers',
  description: null,
  ...times,
}
const decoded = {
  object: 'group',
  id: 'group_01',
  organizationId: 'org_01',
  name: 'Pickers',
  description: null,
  ...decodedTimes,
}
const member = {
  object: 'organization_membership',
  id: 'om_01',
  user_id: 'user_01',
  organization_id: 'org_01',
  status: 'active',
  directory_managed: false,
  custom_attributes: { team_name: 'north' },
  ...times,
}
const decodedMember = {
  object: 'organization_membership',
  id: 'om_01',
  userId: 'user_01',
  organizationId: 'org_01',
  status: 'active',
  directoryManaged: false,
  customAttributes: { team_name: 'north' },
  ...decodedTimes,
}
const one = { organizationId: 'org_01', groupId: 'group_01' }
const at = '/organizations/org_01/groups'

export const groupExchanges: Exchanges = {
  listGroups: {
    call: (c) => c.listGroups({ organizationId: 'org_01', search: 'Crew' }),
    method: 'GET',
    path: `${at}?search=Crew&limit=10`,
    response: listOf(group),
    result: page(decoded),
  },
  createGroup: {
    call: (c) => c.createGroup({ organizationId: 'org_01', name: 'Pickers', description: null }),
    method: 'POST',
    path: at,
    sends: '{"name":"Pickers","description":null}',
    status: 201,
    response: group,
    result: decoded,
  },
  getGroup: {
    call: (c) => c.getGroup(one),
    method: 'GET',
    path: `${at}/group_01`,
    response: group,
    result: decoded,
  },
  updateGroup: {
    call: (c) => c.updateGroup({ ...one, name: 'Pickers' }),
    method: 'PATCH',
    path: `${at}/group_01`,
    sends: '{"name":"Pickers"}',
    response: group,
    result: decoded,
  },
  deleteGroup: { call: (c) => c.deleteGroup(one), method: 'DELETE', path: `${at}/group_01`, status: 204 },
  listGroupMembers: {
    call: (c) => c.listGroupMembers({ ...one, limit: 2 }),
    method: 'GET',
    path: `${at}/group_01/organization-memberships?limit=2`,
    response: listOf(member),
    result: page(decodedMember),
  },
  addGroupMember: {
    call: (c) => c.addGroupMember({ ...one, organizationMembershipId: 'om_01' }),
    method: 'POST',
    path: `${at}/group_01/organization-memberships`,
    sends: '{"organization_membership_id":"om_01"}',
    response: group,
    result: decoded,
  },
  removeGroupMember: {
    call: (c) => c.removeGroupMember({ ...one, organizationMembershipId: 'om_01' }),
    method: 'DELETE',
    path: `${at}/group_01/organization-memberships/om_01`,
    status: 204,
  },
  listOrganizationMembershipGroups: {
    call: (c) => c.listOrganizationMembershipGroups({ organizationMembershipId: 'om_01' }),
    method: 'GET',
    path: '/user_management/organization_memberships/om_01/groups?limit=10',
    response: listOf(group),
    result: page(decoded),
  },
}
