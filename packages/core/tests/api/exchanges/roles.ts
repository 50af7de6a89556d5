import { decodedTimes, type Exchanges, times } from './exchange.ts'

const role = {
  object: 'role',
  id: 'role_01',
  slug: 'billing-admin',
  name: 'Billing admin',
  description: 'Pays',
  type: 'OrganizationRole',
  resource_type_slug: 'organization',
  permissions: ['invoices:write'],
  ...times,
}
const decoded = {
  object: 'role',
  id: 'role_01',
  slug: 'billing-admin',
  name: 'Billing admin',
  description: 'Pays',
  type: 'OrganizationRole',
  resourceTypeSlug: 'organization',
  permissions: ['invoices:write'],
  ...decodedTimes,
}
const { slug } = role
const organizationId = 'org_01'
const all = { object: 'list', data: [role] }
const environment = '/authorization/roles'
const organization = '/authorization/organizations/org_01/roles'

export const roleExchanges: Exchanges = {
  listEnvironmentRoles: {
    call: (c) => c.listEnvironmentRoles(),
    method: 'GET',
    path: environment,
    response: all,
    result: [decoded],
  },
  createEnvironmentRole: {
    call: (c) => c.createEnvironmentRole({ slug, name: 'Billing admin', description: 'Pays' }),
    method: 'POST',
    path: environment,
    sends: '{"slug":"billing-admin","name":"Billing admin","description":"Pays"}',
    status: 201,
    response: role,
    result: decoded,
  },
  getEnvironmentRole: {
    call: (c) => c.getEnvironmentRole({ slug }),
    method: 'GET',
    path: `${environment}/billing-admin`,
    response: role,
    result: decoded,
  },
  updateEnvironmentRole: {
    call: (c) => c.updateEnvironmentRole({ slug, description: null }),
    method: 'PATCH',
    path: `${environment}/billing-admin`,
    sends: '{"description":null}',
    response: role,
    result: decoded,
  },
  addEnvironmentRolePermission: {
    call: (c) => c.addEnvironmentRolePermission({ roleSlug: slug, slug: 'invoices:write' }),
    method: 'POST',
    path: `${environment}/billing-admin/permissions`,
    sends: '{"slug":"invoices:write"}',
    response: role,
    result: decoded,
  },
  setEnvironmentRolePermissions: {
    call: (c) => c.setEnvironmentRolePermissions({ slug, permissions: [] }),
    method: 'PUT',
    path: `${environment}/billing-admin/permissions`,
    sends: '{"permissions":[]}',
    response: role,
    result: decoded,
  },
  listOrganizationRoles: {
    call: (c) => c.listOrganizationRoles({ organizationId }),
    method: 'GET',
    path: organization,
    response: all,
    result: [decoded],
  },
  createOrganizationRole: {
    call: (c) => c.createOrganizationRole({ organizationId, name: 'Billing admin' }),
    method: 'POST',
    path: organization,
    sends: '{"name":"Billing admin"}',
    status: 201,
    response: role,
    result: decoded,
  },
  getOrganizationRole: {
    call: (c) => c.getOrganizationRole({ organizationId, slug }),
    method: 'GET',
    path: `${organization}/billing-admin`,
    response: role,
    result: decoded,
  },
  updateOrganizationRole: {
    call: (c) => c.updateOrganizationRole({ organizationId, slug, name: 'Payer' }),
    method: 'PATCH',
    path: `${organization}/billing-admin`,
    sends: '{"name":"Payer"}',
    response: role,
    result: decoded,
  },
  deleteOrganizationRole: {
    call: (c) => c.deleteOrganizationRole({ organizationId, slug }),
    method: 'DELETE',
    path: `${organization}/billing-admin`,
    status: 204,
  },
  addOrganizationRolePermission: {
    call: (c) => c.addOrganizationRolePermission({ organizationId, roleSlug: slug, slug: 'a.b' }),
    method: 'POST',
    path: `${organization}/billing-admin/permissions`,
    sends: '{"slug":"a.b"}',
    response: role,
    result: decoded,
  },
  setOrganizationRolePermissions: {
    call: (c) => c.setOrganizationRolePermissions({ organizationId, slug, permissions: ['a', 'b'] }),
    method: 'PUT',
    path: `${organization}/billing-admin/permissions`,
    sends: '{"permissions":["a","b"]}',
    response: role,
    result: decoded,
  },
  removeOrganizationRolePermission: {
    call: (c) =>
      c.removeOrganizationRolePermission({ organizationId, slug, permissionSlug: 'invoices:write' }),
    method: 'DELETE',
    path: `${organization}/billing-admin/permissions/invoices%3Awrite`,
    response: role,
    result: decoded,
  },
}
