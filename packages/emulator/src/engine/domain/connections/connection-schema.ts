import * as v from 'valibot'
import { isoTime } from '../../base/clock.ts'
import { isoTimestamp } from '../../contract/values.ts'
import { fromJson } from '../../storage/json.ts'
import type { ConnectionRow } from '../../storage/tables.ts'

export const Connection = v.object({
  object: v.literal('connection'),
  id: v.string(),
  organization_id: v.optional(v.string()),
  connection_type: v.string(),
  name: v.string(),
  state: v.picklist(['active', 'inactive']),
  status: v.picklist(['linked', 'unlinked']),
  domains: v.array(v.object({ object: v.literal('connection_domain'), id: v.string(), domain: v.string() })),
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
})

export function presentConnection(row: ConnectionRow): v.InferOutput<typeof Connection> {
  return {
    object: 'connection',
    id: row.id,
    ...(row.organization_id !== null && { organization_id: row.organization_id }),
    connection_type: row.type,
    name: row.name,
    state: row.state,
    status: row.state === 'active' ? 'linked' : 'unlinked',
    domains: fromJson<string[]>(row.domains).map((domain, index) => ({
      object: 'connection_domain',
      id: `${row.id.replace(/^conn_/, 'conn_domain_')}_${index + 1}`,
      domain,
    })),
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}
