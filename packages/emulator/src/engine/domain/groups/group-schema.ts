import * as v from 'valibot'
import { isoTime } from '../../base/clock.ts'
import { isoTimestamp } from '../../contract/values.ts'
import type { GroupRow } from '../../storage/tables.ts'

export const Group = v.object({
  object: v.literal('group'),
  id: v.string(),
  organization_id: v.string(),
  name: v.string(),
  description: v.nullable(v.string()),
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
})

export function presentGroup(row: GroupRow): v.InferOutput<typeof Group> {
  return {
    object: 'group',
    id: row.id,
    organization_id: row.organization_id,
    name: row.name,
    description: row.description,
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}
