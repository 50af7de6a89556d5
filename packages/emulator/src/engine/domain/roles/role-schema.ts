import * as v from 'valibot'
import { isoTime } from '../../base/clock.ts'
import { isoTimestamp } from '../../contract/values.ts'
import { fromJson } from '../../storage/json.ts'
import type { RoleRow } from '../../storage/tables.ts'

export const Role = v.object({
  object: v.literal('role'),
  id: v.string(),
  slug: v.string(),
  name: v.string(),
  description: v.nullable(v.string()),
  type: v.picklist(['EnvironmentRole', 'OrganizationRole']),
  resource_type_slug: v.string(),
  permissions: v.array(v.string()),
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
})

export function presentRole(row: RoleRow): v.InferOutput<typeof Role> {
  return {
    object: 'role',
    id: row.id,
    slug: row.slug,
    name: row.name,
    description: row.description,
    type: row.organization_id === null ? 'EnvironmentRole' : 'OrganizationRole',
    resource_type_slug: row.resource_type_slug,
    permissions: fromJson(row.permissions),
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}

/** The role in events. */
export function presentRoleEvent(row: RoleRow): object {
  const { slug, resource_type_slug, permissions, created_at, updated_at, name, description } =
    presentRole(row)
  const common = { slug, resource_type_slug, permissions, created_at, updated_at }
  if (row.organization_id === null) return { object: 'role', ...common }
  return {
    object: 'organization_role',
    organization_id: row.organization_id,
    name,
    ...(description !== null && { description }),
    ...common,
  }
}
