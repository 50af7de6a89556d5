import { failWithErrors, invalidField } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { toJson } from '../../storage/json.ts'

/** Roles that exist without being defined. */
const BUILT_IN = new Set(['member', 'admin'])

export interface RoleInput {
  role_slug?: string | null
  role_slugs?: string[] | null
}

/** The roles that a request asks for. Fails with 422 `invalid_role` or `multiple_roles_not_enabled`. */
export async function requestedRoles(
  context: EngineContext,
  input: RoleInput,
): Promise<string[] | undefined> {
  if (input.role_slug != null && input.role_slugs != null) {
    throw invalidField(
      'role_slugs',
      'role_slug_and_role_slugs_provided',
      'Send role_slug or role_slugs, not both.',
    )
  }
  const slugs = input.role_slugs ?? (input.role_slug != null ? [input.role_slug] : undefined)
  if (slugs === undefined) return undefined
  if (slugs.length === 0)
    throw invalidField('role_slugs', 'role_slugs_required', 'At least one role is needed.')
  if (slugs.length > 1 && !context.settings.multiple_roles) {
    throw refused('multiple_roles_not_enabled', 'This environment allows one role a membership.')
  }
  for (const slug of slugs) {
    if (!(await roleExists(context, slug))) throw refused('invalid_role', `Role '${slug}' does not exist.`)
  }
  return slugs
}

/** All that can be given, those that were defined last. */
export async function listRoles(context: EngineContext): Promise<string[]> {
  const rows = await context.db.selectFrom('roles').select('slug').orderBy('slug').execute()
  return [...new Set([...BUILT_IN, ...rows.map(({ slug }) => slug)])]
}

/** Defines a role, or changes the one with this slug. */
export async function defineRole(
  context: EngineContext,
  { slug, name, permissions }: { slug: string; name: string; permissions: string[] },
): Promise<void> {
  const row = { name, permissions: toJson(permissions) }
  await context.db
    .insertInto('roles')
    .values({ slug, ...row, created_at: context.clock.now() })
    .onConflict((on) => on.column('slug').doUpdateSet(row))
    .execute()
}

export async function roleExists(context: EngineContext, slug: string): Promise<boolean> {
  if (BUILT_IN.has(slug)) return true
  const row = await context.db.selectFrom('roles').select('slug').where('slug', '=', slug).executeTakeFirst()
  return row !== undefined
}

function refused(code: string, message: string) {
  return failWithErrors(422, code, message, [{ code, message, field: 'role_slug' }])
}
