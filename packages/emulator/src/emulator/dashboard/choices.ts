import type { Html } from '../../engine/base/html.ts'
import { newestOrganizations } from '../../engine/domain/organizations/organizations.ts'
import { ENVIRONMENT, listRoles } from '../../engine/domain/roles/roles.ts'
import type { EmulatorEnvironment } from '../environment/emulator-environment.ts'
import { options } from './parts.ts'

const SHOWN = 200

/** The organizations to choose from, newest first. */
export async function organizationOptions(
  environment: EmulatorEnvironment,
  none = 'Choose…',
  chosen = '',
): Promise<Html> {
  const rows = await newestOrganizations(environment, SHOWN)
  return options([['', none], ...rows.map(({ id, name }) => [id, name] as const)], chosen)
}

export async function roleOptions(environment: EmulatorEnvironment, chosen?: string): Promise<Html> {
  const roles = await listRoles(environment, ENVIRONMENT)
  return options(
    roles.map(({ slug }) => [slug, slug] as const),
    chosen,
  )
}
