import * as v from 'valibot'
import { isoTime } from '../../base/clock.ts'
import { isoTimestamp } from '../../contract/values.ts'
import { fromJson } from '../../storage/json.ts'
import type { FeatureFlagRow } from '../../storage/tables.ts'

export const FlagOwner = v.object({
  email: v.string(),
  first_name: v.nullable(v.string()),
  last_name: v.nullable(v.string()),
})

export const FeatureFlag = v.object({
  object: v.literal('feature_flag'),
  id: v.string(),
  slug: v.string(),
  name: v.string(),
  description: v.nullable(v.string()),
  owner: v.nullable(FlagOwner),
  tags: v.array(v.string()),
  enabled: v.boolean(),
  default_value: v.boolean(),
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
})

export function presentFeatureFlag(row: FeatureFlagRow): v.InferOutput<typeof FeatureFlag> {
  return {
    object: 'feature_flag',
    id: row.id,
    slug: row.slug,
    name: row.name,
    description: row.description,
    owner: row.owner === null ? null : fromJson(row.owner),
    tags: fromJson(row.tags),
    enabled: row.enabled === 1,
    default_value: row.default_value === 1,
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}
