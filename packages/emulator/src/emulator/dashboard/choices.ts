import type { Html } from '../../engine/base/html.ts'
import { newestOrganizations } from '../../engine/domain/organizations/organizations.ts'
import { listRoles } from '../../engine/domain/organizations/roles.ts'
import type { EmulatorEnvironment } from '../environment/emulator-environment.ts'
import { options } from './parts.ts'

const SHOWN = 200

/** The organizations to choose from, the newest first. */
export async function organizationOptions(
  env: EmulatorEnvironment,
  none = 'Choose…',
  chosen = '',
): Promise<Html> {
  const rows = await newestOrganizations(env, SHOWN)
  return options([['', none], ...rows.map(({ id, name }) => [id, name] as const)], chosen)
}

export async function roleOptions(env: EmulatorEnvironment, chosen?: string): Promise<Html> {
  const slugs = await listRoles(env)
  return options(
    slugs.map((slug) => [slug, slug] as const),
    chosen,
  )
}
