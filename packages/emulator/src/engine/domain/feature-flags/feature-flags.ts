import { fail, notFound } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { toFlag, toJson } from '../../storage/json.ts'
import { type Page, type PageQuery, pageOf } from '../../storage/read-page.ts'
import type { FeatureFlagRow } from '../../storage/tables.ts'
import { recordEvent } from '../events/record-event.ts'
import { presentFeatureFlag } from './feature-flag-schema.ts'

export interface FeatureFlagInput {
  slug: string
  name: string
  description?: string | null | undefined
  owner?: { email: string; first_name: string | null; last_name: string | null } | undefined
  tags?: string[] | undefined
  enabled?: boolean | undefined
  /** The value for users and organizations that are not targets. */
  default_value?: boolean | undefined
}

export function listFeatureFlags(context: EngineContext, page: PageQuery): Promise<Page<FeatureFlagRow>> {
  const rows = context.db.selectFrom('feature_flags').selectAll('feature_flags')
  return pageOf(context.db, rows, 'feature_flags', page)
}

/** The flags that are on for a user or an organization: as a target, or by default. */
export function listEnabledFlags(
  context: EngineContext,
  resourceIds: string[],
  page: PageQuery,
): Promise<Page<FeatureFlagRow>> {
  const rows = enabledFor(context, resourceIds).selectAll('feature_flags')
  return pageOf(context.db, rows, 'feature_flags', page)
}

/** The slugs for an access token. */
export async function enabledFlags(context: EngineContext, resourceIds: string[]): Promise<string[]> {
  const rows = await enabledFor(context, resourceIds).select('feature_flags.slug').orderBy('slug').execute()
  return rows.map(({ slug }) => slug)
}

function enabledFor(context: EngineContext, resourceIds: string[]) {
  const targeted = context.db
    .selectFrom('feature_flag_targets')
    .select('flag_id')
    .where('resource_id', 'in', resourceIds)
  return context.db
    .selectFrom('feature_flags')
    .where('feature_flags.enabled', '=', 1)
    .where((eb) => eb.or([eb('feature_flags.default_value', '=', 1), eb('feature_flags.id', 'in', targeted)]))
}

/** Fails with 404. */
export async function getFeatureFlag(context: EngineContext, slug: string): Promise<FeatureFlagRow> {
  const row = await findFlag(context, slug)
  if (row === undefined) throw notFound('Feature Flag', slug)
  return row
}

function findFlag(context: EngineContext, slug: string): Promise<FeatureFlagRow | undefined> {
  return context.db.selectFrom('feature_flags').selectAll().where('slug', '=', slug).executeTakeFirst()
}

/** Defines a flag, unless one has this slug. */
export async function defineFeatureFlag(
  context: EngineContext,
  input: FeatureFlagInput,
): Promise<FeatureFlagRow> {
  const now = context.clock.now()
  const row = await context.db
    .insertInto('feature_flags')
    .values({
      id: context.ids.next('flag'),
      slug: input.slug,
      name: input.name,
      description: input.description ?? null,
      owner: input.owner === undefined ? null : toJson(input.owner),
      tags: toJson(input.tags ?? []),
      enabled: toFlag(input.enabled ?? true),
      default_value: toFlag(input.default_value ?? false),
      created_at: now,
      updated_at: now,
    })
    .onConflict((on) => on.column('slug').doNothing())
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) return getFeatureFlag(context, input.slug)
  await recordEvent(context, 'flag.created', presentFeatureFlag(row))
  return row
}

/** Applies to everyone: a disabled flag is off for all. */
export async function switchFeatureFlag(
  context: EngineContext,
  slug: string,
  enabled: boolean,
): Promise<FeatureFlagRow> {
  const flag = await getFeatureFlag(context, slug)
  if ((flag.enabled === 1) === enabled) return flag
  const row = await context.db
    .updateTable('feature_flags')
    .set({ enabled: toFlag(enabled), updated_at: context.clock.now() })
    .where('id', '=', flag.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await recordEvent(context, 'flag.updated', presentFeatureFlag(row))
  return row
}

/** Turns a flag on for one user or organization. Fails with 404, or 400 `invalid_resource_id_format`. */
export async function addFlagTarget(context: EngineContext, slug: string, resourceId: string): Promise<void> {
  const flag = await getFeatureFlag(context, slug)
  await requireTarget(context, resourceId)
  const added = await context.db
    .insertInto('feature_flag_targets')
    .values({ flag_id: flag.id, resource_id: resourceId })
    .onConflict((on) => on.doNothing())
    .returning('flag_id')
    .executeTakeFirst()
  if (added !== undefined) await recordEvent(context, 'flag.rule_updated', presentFeatureFlag(flag))
}

/** Fails with 404, or 400 `invalid_resource_id_format`. */
export async function removeFlagTarget(
  context: EngineContext,
  slug: string,
  resourceId: string,
): Promise<void> {
  const flag = await getFeatureFlag(context, slug)
  await requireTarget(context, resourceId)
  const removed = await context.db
    .deleteFrom('feature_flag_targets')
    .where('flag_id', '=', flag.id)
    .where('resource_id', '=', resourceId)
    .returning('flag_id')
    .executeTakeFirst()
  if (removed !== undefined) await recordEvent(context, 'flag.rule_updated', presentFeatureFlag(flag))
}

async function requireTarget(context: EngineContext, id: string): Promise<void> {
  const table = id.startsWith('org_') ? 'organizations' : id.startsWith('user_') ? 'users' : undefined
  if (table === undefined) {
    const message = 'A target must be the ID of a user or an organization.'
    throw fail(400, 'invalid_resource_id_format', message, { statusCode: 400 })
  }
  const row = await context.db.selectFrom(table).select('id').where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound(table === 'users' ? 'User' : 'Organization', id)
}
