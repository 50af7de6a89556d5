import * as v from 'valibot'
import { isoTime } from '../../base/clock.ts'
import { isoTimestamp } from '../../contract/values.ts'
import type { PermissionRow } from '../../storage/tables.ts'

export const Permission = v.object({
  object: v.literal('permission'),
  id: v.string(),
  slug: v.string(),
  name: v.string(),
  description: v.nullable(v.string()),
  system: v.boolean(),
  resource_type_slug: v.string(),
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
})

export function presentPermission(row: PermissionRow): v.InferOutput<typeof Permission> {
  return {
    object: 'permission',
    id: row.id,
    slug: row.slug,
    name: row.name,
    description: row.description,
    system: row.system === 1,
    resource_type_slug: row.resource_type_slug,
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}
