import * as v from 'valibot'
import { isoTime, isoTimeOrNull } from '../../base/clock.ts'
import { isoTimestamp } from '../../contract/values.ts'
import { fromJson } from '../../storage/json.ts'
import type { UserRow } from '../../storage/tables.ts'

export const User = v.object({
  object: v.literal('user'),
  id: v.string(),
  email: v.string(),
  email_verified: v.boolean(),
  first_name: v.nullable(v.string()),
  last_name: v.nullable(v.string()),
  name: v.nullable(v.string()),
  profile_picture_url: v.nullable(v.string()),
  last_sign_in_at: v.nullable(isoTimestamp),
  external_id: v.nullable(v.string()),
  metadata: v.record(v.string(), v.string()),
  locale: v.nullable(v.string()),
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
})

export const UserResponse = v.object({ user: User })

export function presentUser(row: UserRow): v.InferOutput<typeof User> {
  return {
    object: 'user',
    id: row.id,
    email: row.email,
    email_verified: row.email_verified === 1,
    first_name: row.first_name,
    last_name: row.last_name,
    name: nameOf(row),
    profile_picture_url: row.profile_picture_url,
    last_sign_in_at: isoTimeOrNull(row.last_sign_in_at),
    external_id: row.external_id,
    metadata: fromJson(row.metadata),
    locale: row.locale,
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}

/** The name of a user. Default: the first and the last name. */
export function nameOf({ name, first_name, last_name }: UserRow): string | null {
  return name ?? ([first_name, last_name].filter((part) => part !== null && part !== '').join(' ') || null)
}
