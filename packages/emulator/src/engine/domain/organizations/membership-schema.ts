import * as v from 'valibot'
import { isoTime } from '../../base/clock.ts'
import { isoTimestamp } from '../../contract/values.ts'
import { fromJson } from '../../storage/json.ts'
import type { MembershipRow, UserRow } from '../../storage/tables.ts'
import { presentUser, User } from '../users/user-schema.ts'

const RoleName = v.object({ slug: v.string() })

export const Membership = v.object({
  object: v.literal('organization_membership'),
  id: v.string(),
  user_id: v.string(),
  organization_id: v.string(),
  organization_name: v.string(),
  status: v.picklist(['active', 'inactive', 'pending']),
  role: RoleName,
  roles: v.array(RoleName),
  directory_managed: v.boolean(),
  custom_attributes: v.record(v.string(), v.unknown()),
  user: User,
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
})

export function presentMembership(
  row: MembershipRow,
  organizationName: string,
  user: UserRow,
): v.InferOutput<typeof Membership> {
  return { ...presentMembershipEvent(row, organizationName), user: presentUser(user) }
}

/** The membership in events: without the user. */
export function presentMembershipEvent(row: MembershipRow, organizationName: string) {
  const roles = fromJson<string[]>(row.roles).map((slug) => ({ slug }))
  return {
    object: 'organization_membership' as const,
    id: row.id,
    user_id: row.user_id,
    organization_id: row.organization_id,
    organization_name: organizationName,
    status: row.status,
    role: roles[0] ?? { slug: 'member' },
    roles,
    directory_managed: false,
    custom_attributes: {},
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}
