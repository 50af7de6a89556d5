import { fail, notFound } from '../../base/failure.ts'
import { opaqueToken } from '../../base/randomness.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { fromJson, toJson } from '../../storage/json.ts'
import type { RoleRow } from '../../storage/tables.ts'
import { recordEvent } from '../events/record-event.ts'
import {
  definePermission,
  RESOURCE_TYPE,
  requirePermissions,
  requireResourceType,
} from '../permissions/permissions.ts'
import { presentRoleEvent } from './role-schema.ts'

/** Built-in roles. */
const BUILT_IN = new Map([
  ['admin', 'Admin'],
  ['member', 'Member'],
])

/** The owner of roles: the environment, or an organization. */
export type RoleOwner = { organizationId: string | null }

export const ENVIRONMENT: RoleOwner = { organizationId: null }

export interface RoleInput {
  slug?: string | undefined
  name: string
  description?: string | null | undefined
  resource_type_slug?: string | undefined
}

/** In order of priority. Those of an organization follow those of the environment, which also apply to it. */
export async function listRoles(context: EngineContext, { organizationId }: RoleOwner): Promise<RoleRow[]> {
  await withBuiltInRoles(context)
  const rows = await context.db
    .selectFrom('roles')
    .selectAll()
    .where((eb) =>
      organizationId === null
        ? eb('organization_id', 'is', null)
        : eb.or([eb('organization_id', 'is', null), eb('organization_id', '=', organizationId)]),
    )
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.sort((a, b) => Number(a.organization_id !== null) - Number(b.organization_id !== null))
}

async function withBuiltInRoles(context: EngineContext): Promise<void> {
  for (const [slug, name] of BUILT_IN) {
    if ((await findRole(context, ENVIRONMENT, slug)) !== undefined) continue
    await insertRole(context, ENVIRONMENT, { slug, name })
  }
}

function findRole(
  context: EngineContext,
  { organizationId }: RoleOwner,
  slug: string,
): Promise<RoleRow | undefined> {
  return context.db
    .selectFrom('roles')
    .selectAll()
    .where('slug', '=', slug)
    .where('organization_id', organizationId === null ? 'is' : '=', organizationId)
    .executeTakeFirst()
}

/** Fails with 404. */
export async function getRole(context: EngineContext, owner: RoleOwner, slug: string): Promise<RoleRow> {
  if (BUILT_IN.has(slug)) await withBuiltInRoles(context)
  const row = await findRole(context, owner, slug)
  if (row === undefined) throw notFound('Role', slug)
  return row
}

/** Fails with 400 `bad_request`, or 409 `role_slug_conflict` or `organization_role_slug_conflict`. */
export async function createRole(
  context: EngineContext,
  owner: RoleOwner,
  input: RoleInput,
): Promise<RoleRow> {
  requireResourceType(input.resource_type_slug)
  const slug = input.slug ?? generatedSlug(context, input.name)
  const isOrganizations = owner.organizationId !== null
  if (isOrganizations && !slug.startsWith('org-')) {
    throw fail(400, 'bad_request', 'The slug of an organization role must begin with org-.')
  }
  if (BUILT_IN.has(slug)) await withBuiltInRoles(context)
  const row = await insertRole(context, owner, { ...input, slug })
  if (row === undefined) {
    const code = isOrganizations ? 'organization_role_slug_conflict' : 'role_slug_conflict'
    throw fail(409, code, `A role with the slug '${slug}' already exists.`)
  }
  await recordRole(context, 'created', row)
  return row
}

function generatedSlug(context: EngineContext, name: string): string {
  const words = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 30)
  return `org-${words || 'role'}-${opaqueToken(context.random, 6).toLowerCase()}`
}

function insertRole(
  context: EngineContext,
  { organizationId }: RoleOwner,
  input: RoleInput & { slug: string; permissions?: string[] },
): Promise<RoleRow | undefined> {
  const now = context.clock.now()
  return context.db
    .insertInto('roles')
    .values({
      id: context.ids.next('role'),
      slug: input.slug,
      organization_id: organizationId,
      name: input.name,
      description: input.description ?? null,
      resource_type_slug: RESOURCE_TYPE,
      permissions: toJson(input.permissions ?? []),
      created_at: now,
      updated_at: now,
    })
    .onConflict((on) => on.doNothing())
    .returningAll()
    .executeTakeFirst()
}

export interface RoleChange {
  name?: string | undefined
  description?: string | null | undefined
  permissions?: string[] | undefined
}

/** Fails with 422 `permission_not_found`. */
export async function updateRole(
  context: EngineContext,
  role: RoleRow,
  change: RoleChange,
): Promise<RoleRow> {
  const { name, description } = change
  const permissions = change.permissions && (await requirePermissions(context, change.permissions))
  const row = await context.db
    .updateTable('roles')
    .set({
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      ...(permissions !== undefined && { permissions: toJson(permissions) }),
      updated_at: context.clock.now(),
    })
    .where('id', '=', role.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await recordRole(context, 'updated', row)
  return row
}

/** Changes nothing if the role already has it. Fails with 422 `permission_not_found`. */
export async function addPermission(context: EngineContext, role: RoleRow, slug: string): Promise<RoleRow> {
  await requirePermissions(context, [slug])
  return changePermissions(context, role, (granted) =>
    granted.includes(slug) ? granted : [...granted, slug],
  )
}

/** Fails with 404 if the role does not have it. */
export async function removePermission(
  context: EngineContext,
  role: RoleRow,
  slug: string,
): Promise<RoleRow> {
  return changePermissions(context, role, (granted) => {
    if (!granted.includes(slug)) throw notFound('Permission', slug)
    return granted.filter((other) => other !== slug)
  })
}

/**
 * Written only if the row has not changed since it was read, and otherwise read again, so that parallel changes are all kept.
 */
async function changePermissions(
  context: EngineContext,
  role: RoleRow,
  change: (granted: string[]) => string[],
): Promise<RoleRow> {
  for (let read: RoleRow | undefined = role; read !== undefined; ) {
    const permissions = toJson(change(fromJson(read.permissions)))
    if (permissions === read.permissions) return read
    const row = await context.db
      .updateTable('roles')
      .set({ permissions, updated_at: context.clock.now() })
      .where('id', '=', read.id)
      .where('permissions', '=', read.permissions)
      .returningAll()
      .executeTakeFirst()
    if (row !== undefined) {
      await recordRole(context, 'updated', row)
      return row
    }
    read = await context.db.selectFrom('roles').selectAll().where('id', '=', role.id).executeTakeFirst()
  }
  throw notFound('Role', role.slug)
}

/** Fails with 409 `role_has_assignments`. */
export async function deleteRole(context: EngineContext, role: RoleRow): Promise<void> {
  const holder = await context.db
    .selectFrom('memberships')
    .select('id')
    .where('organization_id', '=', role.organization_id ?? '')
    .where('roles', 'like', `%${toJson(role.slug)}%`)
    .limit(1)
    .executeTakeFirst()
  if (holder !== undefined)
    throw fail(409, 'role_has_assignments', 'Members of the organization have this role.')
  await context.db.deleteFrom('roles').where('id', '=', role.id).execute()
  await recordRole(context, 'deleted', role)
}

async function recordRole(
  context: EngineContext,
  what: 'created' | 'updated' | 'deleted',
  row: RoleRow,
): Promise<void> {
  const kind = row.organization_id === null ? 'role' : 'organization_role'
  await recordEvent(context, `${kind}.${what}`, presentRoleEvent(row), row.organization_id)
}

/** Defines a role with its permissions, or changes the one with this slug. */
export async function defineRole(
  context: EngineContext,
  owner: RoleOwner,
  { slug, name, permissions }: { slug: string; name: string; permissions: string[] },
): Promise<void> {
  for (const permission of permissions)
    await definePermission(context, { slug: permission, name: permission })
  const inserted = await insertRole(context, owner, { slug, name, permissions })
  if (inserted !== undefined) return recordRole(context, 'created', inserted)
  const known = await findRole(context, owner, slug)
  const isSame = known?.name === name && known.permissions === toJson(permissions)
  if (known !== undefined && !isSame) await updateRole(context, known, { name, permissions })
}

/** Whether members can have the role: in the given organization, if one is named. */
export async function roleExists(
  context: EngineContext,
  slug: string,
  organizationId?: string | null,
): Promise<boolean> {
  if (BUILT_IN.has(slug) || (await findRole(context, ENVIRONMENT, slug)) !== undefined) return true
  return organizationId != null && (await findRole(context, { organizationId }, slug)) !== undefined
}

/** The permissions of members with these roles. */
export async function permissionsOf(
  context: EngineContext,
  organizationId: string,
  roles: string[],
): Promise<string[]> {
  const rows = await context.db
    .selectFrom('roles')
    .select('permissions')
    .where('slug', 'in', roles)
    .where((eb) => eb.or([eb('organization_id', 'is', null), eb('organization_id', '=', organizationId)]))
    .execute()
  return [...new Set(rows.flatMap((row) => fromJson<string[]>(row.permissions)))]
}
