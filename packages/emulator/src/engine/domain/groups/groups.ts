import { notFound } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { containing } from '../../storage/list-window.ts'
import { type Page, type PageQuery, pageOf } from '../../storage/read-page.ts'
import type { GroupRow, MembershipRow } from '../../storage/tables.ts'
import { recordEvent } from '../events/record-event.ts'
import { presentGroup } from './group-schema.ts'

export interface GroupInput {
  name: string
  description?: string | null | undefined
}

/** The groups of an organization: all, or those with this text in the name or with this ID. */
export function listGroups(
  context: EngineContext,
  organizationId: string,
  { search, ...page }: PageQuery & { search?: string | undefined },
): Promise<Page<GroupRow>> {
  let rows = context.db
    .selectFrom('member_groups')
    .selectAll('member_groups')
    .where('member_groups.organization_id', '=', organizationId)
  if (search !== undefined) {
    const text = containing(search.toLowerCase())
    rows = rows.where((eb) =>
      eb.or([
        eb('member_groups.id', '=', search),
        eb(eb.fn<string>('lower', ['member_groups.name']), 'like', text),
      ]),
    )
  }
  return pageOf(context.db, rows, 'member_groups', page)
}

/** The groups of a member. */
export function listGroupsOf(
  context: EngineContext,
  membershipId: string,
  page: PageQuery,
): Promise<Page<GroupRow>> {
  const own = context.db
    .selectFrom('member_group_memberships')
    .select('group_id')
    .where('membership_id', '=', membershipId)
  const rows = context.db
    .selectFrom('member_groups')
    .selectAll('member_groups')
    .where('member_groups.id', 'in', own)
  return pageOf(context.db, rows, 'member_groups', page)
}

/** Fails with 404, also for a group of another organization. */
export async function getGroup(
  context: EngineContext,
  organizationId: string,
  id: string,
): Promise<GroupRow> {
  const row = await context.db
    .selectFrom('member_groups')
    .selectAll()
    .where('id', '=', id)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst()
  if (row === undefined) throw notFound('Group', id)
  return row
}

export async function createGroup(
  context: EngineContext,
  organizationId: string,
  { name, description }: GroupInput,
): Promise<GroupRow> {
  const now = context.clock.now()
  const row = await context.db
    .insertInto('member_groups')
    .values({
      id: context.ids.next('group'),
      organization_id: organizationId,
      name,
      description: description ?? null,
      created_at: now,
      updated_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await recordGroup(context, 'created', row)
  return row
}

export async function updateGroup(
  context: EngineContext,
  group: GroupRow,
  { name, description }: Partial<GroupInput>,
): Promise<GroupRow> {
  const row = await context.db
    .updateTable('member_groups')
    .set({
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      updated_at: context.clock.now(),
    })
    .where('id', '=', group.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await recordGroup(context, 'updated', row)
  return row
}

/** Its members stay in the organization. */
export async function deleteGroup(context: EngineContext, group: GroupRow): Promise<void> {
  await context.db.deleteFrom('member_groups').where('id', '=', group.id).execute()
  await recordGroup(context, 'deleted', group)
}

async function recordGroup(
  context: EngineContext,
  what: 'created' | 'updated' | 'deleted',
  row: GroupRow,
): Promise<void> {
  await recordEvent(context, `group.${what}`, presentGroup(row), row.organization_id)
}

export function listGroupMembers(
  context: EngineContext,
  group: GroupRow,
  page: PageQuery,
): Promise<Page<MembershipRow>> {
  const members = context.db
    .selectFrom('member_group_memberships')
    .select('membership_id')
    .where('group_id', '=', group.id)
  const rows = context.db
    .selectFrom('memberships')
    .selectAll('memberships')
    .where('memberships.id', 'in', members)
  return pageOf(context.db, rows, 'memberships', page)
}

/** Changes nothing if the member is already in the group. Fails with 404 for a member of another organization. */
export async function addGroupMember(
  context: EngineContext,
  group: GroupRow,
  membershipId: string,
): Promise<void> {
  const membership = await context.db
    .selectFrom('memberships')
    .select('id')
    .where('id', '=', membershipId)
    .where('organization_id', '=', group.organization_id)
    .executeTakeFirst()
  if (membership === undefined) throw notFound('Organization Membership', membershipId)
  const added = await context.db
    .insertInto('member_group_memberships')
    .values({ group_id: group.id, membership_id: membershipId })
    .onConflict((on) => on.doNothing())
    .returning('group_id')
    .executeTakeFirst()
  if (added !== undefined) await recordMember(context, 'member_added', group, membershipId)
}

/** Fails with 404 if the member is not in the group. */
export async function removeGroupMember(
  context: EngineContext,
  group: GroupRow,
  membershipId: string,
): Promise<void> {
  const removed = await context.db
    .deleteFrom('member_group_memberships')
    .where('group_id', '=', group.id)
    .where('membership_id', '=', membershipId)
    .returning('group_id')
    .executeTakeFirst()
  if (removed === undefined) throw notFound('Organization Membership', membershipId)
  await recordMember(context, 'member_removed', group, membershipId)
}

async function recordMember(
  context: EngineContext,
  what: 'member_added' | 'member_removed',
  { id, organization_id }: GroupRow,
  membershipId: string,
): Promise<void> {
  const data = { group_id: id, organization_id, organization_membership_id: membershipId }
  await recordEvent(context, `group.${what}`, data, organization_id)
}

/** Adds a group, unless the organization has one with this name. */
export async function defineGroup(
  context: EngineContext,
  organizationId: string,
  input: GroupInput,
): Promise<GroupRow> {
  const known = await context.db
    .selectFrom('member_groups')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('name', '=', input.name)
    .executeTakeFirst()
  return known ?? createGroup(context, organizationId, input)
}
