import { failWithErrors, invalidField } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { roleExists } from './roles.ts'

export interface RequestedRoles {
  role_slug?: string | null
  role_slugs?: string[] | null
}

/** The roles in a request, for an organization. Fails with 422 `invalid_role` or `multiple_roles_not_enabled`. */
export async function requestedRoles(
  context: EngineContext,
  input: RequestedRoles,
  organizationId: string,
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
    throw invalidField('role_slugs', 'role_slugs_required', 'At least one role is required.')
  if (slugs.length > 1 && !context.settings.multiple_roles) {
    throw refused('multiple_roles_not_enabled', 'This environment allows one role per membership.')
  }
  for (const slug of slugs) {
    const exists = await roleExists(context, slug, organizationId)
    if (!exists) throw refused('invalid_role', `Role '${slug}' does not exist.`)
  }
  return slugs
}

function refused(code: 'invalid_role' | 'multiple_roles_not_enabled', message: string) {
  return failWithErrors(422, code, message, [{ code, message, field: 'role_slug' }])
}
