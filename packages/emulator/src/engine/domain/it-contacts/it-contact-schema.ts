import * as v from 'valibot'
import { isoTime } from '../../base/clock.ts'
import { isoTimestamp } from '../../contract/values.ts'
import type { ItContactRow } from '../../storage/tables.ts'

export const ItContact = v.object({
  object: v.literal('it_contact'),
  id: v.string(),
  email: v.string(),
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
})

export function presentItContact(row: ItContactRow): v.InferOutput<typeof ItContact> {
  return {
    object: 'it_contact',
    id: row.id,
    email: row.email,
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}
