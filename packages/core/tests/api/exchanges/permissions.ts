import { decodedTimes, type Exchanges, listOf, page, times } from './exchange.ts'

const permission = {
  object: 'permission',
  id: 'perm_01',
  slug: 'invoices:write.all',
  name: 'Write invoices',
  description: null,
  system: false,
  resource_type_slug: 'organization',
  ...times,
}
const decoded = {
  object: 'permission',
  id: 'perm_01',
  slug: 'invoices:write.all',
  name: 'Write invoices',
  description: null,
  system: false,
  resourceTypeSlug: 'organization',
  ...decodedTimes,
}
const at = '/authorization/permissions/invoices%3Awrite.all'
const { slug } = permission

export const permissionExchanges: Exchanges = {
  listPermissions: {
    call: (c) => c.listPermissions({ order: 'asc' }),
    method: 'GET',
    path: '/authorization/permissions?order=asc&limit=10',
    response: listOf(permission),
    result: page(decoded),
  },
  createPermission: {
    call: (c) =>
      c.createPermission({
        slug,
        name: 'Write invoices',
        description: null,
        resourceTypeSlug: 'organization',
      }),
    method: 'POST',
    path: '/authorization/permissions',
    sends:
      '{"slug":"invoices:write.all","name":"Write invoices","description":null,"resource_type_slug":"organization"}',
    status: 201,
    response: permission,
    result: decoded,
  },
  getPermission: {
    call: (c) => c.getPermission({ slug }),
    method: 'GET',
    path: at,
    response: permission,
    result: decoded,
  },
  updatePermission: {
    call: (c) => c.updatePermission({ slug, name: 'Write' }),
    method: 'PATCH',
    path: at,
    sends: '{"name":"Write"}',
    response: permission,
    result: decoded,
  },
  deletePermission: { call: (c) => c.deletePermission({ slug }), method: 'DELETE', path: at, status: 204 },
}
