import { fail, invalidField, notFound } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { toJson } from '../../storage/json.ts'
import { type ListWindow, totalOf } from '../../storage/list-window.ts'
import { type Page, type PageQuery, readPage } from '../../storage/read-page.ts'
import type { MembershipRow } from '../../storage/tables.ts'
import { recordEvent } from '../events/record-event.ts'
import { presentMembership, presentMembershipEvent } from './membership-schema.ts'

export async function getMembership(context: EngineContext, id: string): Promise<MembershipRow> {
  const row = await context.db.selectFrom('memberships').selectAll().where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound('Organization Membership', id)
  return row
}

export function findMembership(
  context: EngineContext,
  userId: string,
  organizationId: string,
): Promise<MembershipRow | undefined> {
  return context.db
    .selectFrom('memberships')
    .selectAll()
    .where('user_id', '=', userId)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst()
}

export interface MembershipFilter {
  userId?: string | undefined
  organizationId?: string | undefined
  statuses: Array<MembershipRow['status']>
}

export function listMemberships(
  context: EngineContext,
  { userId, organizationId, statuses }: MembershipFilter,
  page: PageQuery,
): Promise<Page<MembershipRow>> {
  let rows = context.db
    .selectFrom('memberships')
    .selectAll('memberships')
    .where('memberships.status', 'in', statuses)
  if (organizationId !== undefined) rows = rows.where('memberships.organization_id', '=', organizationId)
  if (userId !== undefined) rows = rows.where('memberships.user_id', '=', userId)
  return readPage(rows, 'memberships', page, (id) =>
    context.db.selectFrom('memberships').select(['id', 'created_at']).where('id', '=', id).executeTakeFirst(),
  )
}

/** The memberships of a user or of an organization, newest first, with the user's email address and the organization's name. */
export async function browseMemberships(
  context: EngineContext,
  owner: { userId: string } | { organizationId: string },
  { offset, limit }: Pick<ListWindow, 'limit' | 'offset'>,
) {
  const own = context.db
    .selectFrom('memberships')
    .where((eb) =>
      'userId' in owner
        ? eb('memberships.user_id', '=', owner.userId)
        : eb('memberships.organization_id', '=', owner.organizationId),
    )
  const rows = await own
    .innerJoin('users', 'users.id', 'memberships.user_id')
    .innerJoin('organizations', 'organizations.id', 'memberships.organization_id')
    .select([
      'memberships.id',
      'memberships.status',
      'memberships.roles',
      'users.email',
      'organizations.name',
    ])
    .select(['memberships.user_id', 'memberships.organization_id'])
    .orderBy('memberships.created_at', 'desc')
    .orderBy('memberships.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  const total = await totalOf({ offset, limit }, rows.length, () =>
    own.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  )
  return { rows, total }
}

/** The organizations that the user is an active member of, by name. */
export function activeOrganizations(context: EngineContext, userId: string) {
  return context.db
    .selectFrom('memberships')
    .innerJoin('organizations', 'organizations.id', 'memberships.organization_id')
    .select(['organizations.id', 'organizations.name'])
    .where('memberships.user_id', '=', userId)
    .where('memberships.status', '=', 'active')
    .orderBy('organizations.name')
    .execute()
}

/** Adds a member, or reactivates an inactive one with the given roles. */
export async function createMembership(
  context: EngineContext,
  userId: string,
  organizationId: string,
  roles: string[],
): Promise<MembershipRow> {
  const now = context.clock.now()
  const inserted = await context.db
    .insertInto('memberships')
    .values({
      id: context.ids.next('om'),
      user_id: userId,
      organization_id: organizationId,
      status: 'active',
      roles: toJson(roles),
      created_at: now,
      updated_at: now,
    })
    .onConflict((on) => on.columns(['user_id', 'organization_id']).doNothing())
    .returningAll()
    .executeTakeFirst()
  if (inserted !== undefined) {
    await recordMembership(context, 'created', inserted)
    return inserted
  }
  return reviveMembership(context, userId, organizationId, roles)
}

async function reviveMembership(
  context: EngineContext,
  userId: string,
  organizationId: string,
  roles: string[],
) {
  const existing = await context.db
    .selectFrom('memberships')
    .selectAll()
    .where('user_id', '=', userId)
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow()
  if (existing.status === 'pending') throw cannotChangePending('reactivate')
  if (existing.status === 'active') {
    throw invalidField(
      'user_id',
      'user_already_organization_member',
      'The user is already a member of the organization.',
    )
  }
  return changeMembership(context, existing, { status: 'active', roles })
}

/** Sets the status or roles, and records an event. */
export async function changeMembership(
  context: EngineContext,
  membership: MembershipRow,
  change: { status?: MembershipRow['status']; roles?: string[] },
): Promise<MembershipRow> {
  const row = await context.db
    .updateTable('memberships')
    .set({
      ...(change.status !== undefined && { status: change.status }),
      ...(change.roles !== undefined && { roles: toJson(change.roles) }),
      updated_at: context.clock.now(),
    })
    .where('id', '=', membership.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await recordMembership(context, 'updated', row)
  return row
}

export function cannotChangePending(verb: 'deactivate' | 'reactivate') {
  return fail(
    400,
    verb === 'deactivate'
      ? 'cannot_deactivate_pending_organization_membership'
      : 'cannot_reactivate_pending_organization_membership',
    `A pending membership cannot be ${verb}d: its invitation has not been accepted.`,
  )
}

export async function deleteMembership(context: EngineContext, membership: MembershipRow): Promise<void> {
  await context.db.deleteFrom('memberships').where('id', '=', membership.id).execute()
  await recordMembership(context, 'deleted', membership)
}

/** The complete object, with its user and the organization's name. */
export async function showMembership(context: EngineContext, row: MembershipRow) {
  const user = await context.db
    .selectFrom('users')
    .selectAll()
    .where('id', '=', row.user_id)
    .executeTakeFirstOrThrow()
  return presentMembership(row, await organizationName(context, row), user)
}

export async function recordMembership(
  context: EngineContext,
  what: 'created' | 'updated' | 'deleted',
  row: MembershipRow,
): Promise<void> {
  const data = presentMembershipEvent(row, await organizationName(context, row))
  await recordEvent(context, `organization_membership.${what}`, data, row.organization_id)
}

async function organizationName(context: EngineContext, row: MembershipRow): Promise<string> {
  const organization = await context.db
    .selectFrom('organizations')
    .select('name')
    .where('id', '=', row.organization_id)
    .executeTakeFirst()
  return organization?.name ?? ''
}
