import * as v from 'valibot'
import { description, displayName, permissionSlug } from '../../contract/slugs.ts'
import { Permission, presentPermission } from '../../domain/permissions/permission-schema.ts'
import {
  createPermission,
  deletePermission,
  getPermission,
  listPermissions,
  updatePermission,
} from '../../domain/permissions/permissions.ts'
import { resourceOperations } from '../http/resource.ts'

export const permissionOperations = resourceOperations({
  name: 'Permission',
  noun: 'a permission',
  path: '/authorization/permissions',
  key: 'slug',
  object: Permission,
  present: presentPermission,
  list: { page: listPermissions },
  find: getPermission,
  create: {
    body: v.object({
      slug: permissionSlug,
      name: displayName,
      description,
      resource_type_slug: v.optional(v.string()),
    }),
    run: createPermission,
    refusals: { 409: ['permission_slug_conflict'] },
  },
  update: {
    body: v.object({ name: v.optional(displayName), description }),
    run: updatePermission,
    refusals: { 403: ['forbidden'] },
  },
  remove: { run: deletePermission, refusals: { 403: ['forbidden'] } },
})
