import * as v from 'valibot'
import { isoTime, isoTimeOrNull } from '../../base/clock.ts'
import { isoTimestamp } from '../../contract/values.ts'
import { fromJson } from '../../storage/json.ts'
import type { SessionRow } from '../../storage/tables.ts'

export const Impersonator = v.object({ email: v.string(), reason: v.nullable(v.string()) })

export const Session = v.object({
  object: v.literal('session'),
  id: v.string(),
  user_id: v.string(),
  organization_id: v.optional(v.string()),
  impersonator: v.optional(Impersonator),
  ip_address: v.nullable(v.string()),
  user_agent: v.nullable(v.string()),
  auth_method: v.string(),
  status: v.picklist(['active', 'expired', 'revoked']),
  expires_at: isoTimestamp,
  ended_at: v.nullable(isoTimestamp),
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
})

export function presentSession(row: SessionRow, now: number): v.InferOutput<typeof Session> {
  return {
    object: 'session',
    id: row.id,
    user_id: row.user_id,
    ...(row.organization_id !== null && { organization_id: row.organization_id }),
    ...(row.impersonator !== null && { impersonator: fromJson(row.impersonator) }),
    ip_address: row.ip_address,
    user_agent: row.user_agent,
    auth_method: row.auth_method,
    status: row.ended_at !== null ? 'revoked' : row.expires_at <= now ? 'expired' : 'active',
    expires_at: isoTime(row.expires_at),
    ended_at: isoTimeOrNull(row.ended_at),
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}
