import { fail, invalidField, notEmulated, notFound } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { fromJson, toFlag, toJson } from '../../storage/json.ts'
import { type Page, type PageQuery, pageOf } from '../../storage/read-page.ts'
import type { PermissionRow } from '../../storage/tables.ts'
import { recordEvent } from '../events/record-event.ts'
import { presentPermission } from './permission-schema.ts'
import { WIDGET_SCOPES } from './widget-scopes.ts'

/** The only resource type that the emulator supports for roles and permissions. */
export const RESOURCE_TYPE = 'organization'

export interface PermissionInput {
  slug: string
  name: string
  description?: string | null | undefined
  resource_type_slug?: string | undefined
}

/** Creates the built-in permissions on first use. */
async function withSystemPermissions(context: EngineContext): Promise<void> {
  const known = await context.db
    .selectFrom('permissions')
    .select('id')
    .where('system', '=', 1)
    .limit(1)
    .executeTakeFirst()
  if (known !== undefined) return
  for (const slug of WIDGET_SCOPES) await insertPermission(context, { slug, name: slug }, true)
}

export async function listPermissions(context: EngineContext, page: PageQuery): Promise<Page<PermissionRow>> {
  await withSystemPermissions(context)
  const rows = context.db.selectFrom('permissions').selectAll('permissions')
  return pageOf(context.db, rows, 'permissions', page)
}

/** Fails with 404. */
export async function getPermission(context: EngineContext, slug: string): Promise<PermissionRow> {
  await withSystemPermissions(context)
  const row = await findPermission(context, slug)
  if (row === undefined) throw notFound('Permission', slug)
  return row
}

function findPermission(context: EngineContext, slug: string): Promise<PermissionRow | undefined> {
  return context.db.selectFrom('permissions').selectAll().where('slug', '=', slug).executeTakeFirst()
}

/** Fails with 409 `permission_slug_conflict`. */
export async function createPermission(
  context: EngineContext,
  input: PermissionInput,
): Promise<PermissionRow> {
  requireResourceType(input.resource_type_slug)
  await withSystemPermissions(context)
  const row = await insertPermission(context, input, false)
  if (row === undefined) {
    throw fail(409, 'permission_slug_conflict', `A permission with the slug '${input.slug}' already exists.`)
  }
  await recordEvent(context, 'permission.created', presentPermission(row))
  return row
}

/** Roles for resources other than organizations are not emulated: 501 names the field. */
export function requireResourceType(slug: string | undefined): void {
  if (slug !== undefined && slug !== RESOURCE_TYPE) throw notEmulated('resource_type_slug')
}

function insertPermission(
  context: EngineContext,
  { slug, name, description }: PermissionInput,
  system: boolean,
): Promise<PermissionRow | undefined> {
  const now = context.clock.now()
  return context.db
    .insertInto('permissions')
    .values({
      id: context.ids.next('perm'),
      slug,
      name,
      description: description ?? null,
      system: toFlag(system),
      resource_type_slug: RESOURCE_TYPE,
      created_at: now,
      updated_at: now,
    })
    .onConflict((on) => on.column('slug').doNothing())
    .returningAll()
    .executeTakeFirst()
}

/** Fails with 403 for a built-in permission. */
export async function updatePermission(
  context: EngineContext,
  permission: PermissionRow,
  { name, description }: { name?: string | undefined; description?: string | null | undefined },
): Promise<PermissionRow> {
  requireOwn(permission)
  const row = await context.db
    .updateTable('permissions')
    .set({
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      updated_at: context.clock.now(),
    })
    .where('id', '=', permission.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await recordEvent(context, 'permission.updated', presentPermission(row))
  return row
}

/** Also removes it from roles and API keys. Fails with 403 for a built-in permission. */
export async function deletePermission(context: EngineContext, permission: PermissionRow): Promise<void> {
  requireOwn(permission)
  await context.db.transaction().execute(async (trx) => {
    for (const table of ['roles', 'api_keys'] as const) {
      const holders = await trx
        .selectFrom(table)
        .select(['id', 'permissions'])
        .where('permissions', 'like', `%${toJson(permission.slug)}%`)
        .execute()
      for (const { id, permissions } of holders) {
        const stored = fromJson<string[]>(permissions).filter((slug) => slug !== permission.slug)
        await trx
          .updateTable(table)
          .set({ permissions: toJson(stored) })
          .where('id', '=', id)
          .execute()
      }
    }
    await trx.deleteFrom('permissions').where('id', '=', permission.id).execute()
  })
  await recordEvent(context, 'permission.deleted', presentPermission(permission))
}

function requireOwn({ system, slug }: PermissionRow): void {
  if (system === 1) throw fail(403, 'forbidden', `The permission '${slug}' is a system permission.`)
}

/** Returns the slugs without duplicates. Fails with 422 `permission_not_found`. */
export async function requirePermissions(context: EngineContext, slugs: string[]): Promise<string[]> {
  if (slugs.length === 0) return []
  await withSystemPermissions(context)
  const rows = await context.db.selectFrom('permissions').select('slug').where('slug', 'in', slugs).execute()
  const known = new Set(rows.map(({ slug }) => slug))
  const unknown = slugs.find((slug) => !known.has(slug))
  if (unknown !== undefined) {
    throw invalidField('permissions', 'permission_not_found', `Permission '${unknown}' does not exist.`)
  }
  return [...new Set(slugs)]
}

/** Defines a permission, unless it exists. */
export async function definePermission(context: EngineContext, input: PermissionInput): Promise<void> {
  const row = await insertPermission(context, input, false)
  if (row !== undefined) await recordEvent(context, 'permission.created', presentPermission(row))
}
