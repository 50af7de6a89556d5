import type { Html } from '../../engine/base/html.ts'
import { newestOrganizations } from '../../engine/domain/organizations/organizations.ts'
import { ENVIRONMENT, listRoles } from '../../engine/domain/roles/roles.ts'
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
  const roles = await listRoles(env, ENVIRONMENT)
  return options(
    roles.map(({ slug }) => [slug, slug] as const),
    chosen,
  )
}
