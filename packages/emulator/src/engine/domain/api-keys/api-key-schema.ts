import * as v from 'valibot'
import { isoTime } from '../../base/clock.ts'
import { isoTimestamp } from '../../contract/values.ts'
import { fromJson } from '../../storage/json.ts'
import type { ApiKeyRow } from '../../storage/tables.ts'

export const ApiKey = v.object({
  object: v.literal('api_key'),
  id: v.string(),
  owner: v.variant('type', [
    v.object({ type: v.literal('organization'), id: v.string() }),
    v.object({ type: v.literal('user'), id: v.string(), organization_id: v.string() }),
  ]),
  name: v.string(),
  obfuscated_value: v.string(),
  last_used_at: v.nullable(isoTimestamp),
  expires_at: v.nullable(isoTimestamp),
  permissions: v.array(v.string()),
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
})

/** With its value, which is returned only when the key is created. */
export const CreatedApiKey = v.object({ ...ApiKey.entries, value: v.string() })

export function presentApiKey(row: ApiKeyRow): v.InferOutput<typeof ApiKey> {
  const time = (at: number | null) => (at === null ? null : isoTime(at))
  return {
    object: 'api_key',
    id: row.id,
    owner:
      row.user_id === null
        ? { type: 'organization', id: row.organization_id }
        : { type: 'user', id: row.user_id, organization_id: row.organization_id },
    name: row.name,
    obfuscated_value: row.obfuscated_value,
    last_used_at: time(row.last_used_at),
    expires_at: time(row.expires_at),
    permissions: fromJson(row.permissions),
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}
