import type { EnvironmentState } from '../environment/state.ts'
import type { Html } from '../pages/html.ts'
import { options } from './parts.ts'

const SHOWN = 200

/** The organizations to choose from, the newest first. */
export async function organizationOptions(env: EnvironmentState, none = 'Choose…'): Promise<Html> {
  const rows = await env.db
    .selectFrom('organizations')
    .select(['id', 'name'])
    .orderBy('created_at', 'desc')
    .limit(SHOWN)
    .execute()
  return options([['', none], ...rows.map(({ id, name }) => [id, name] as const)])
}

export async function roleOptions(env: EnvironmentState, chosen?: string): Promise<Html> {
  const rows = await env.db.selectFrom('roles').select('slug').orderBy('slug').execute()
  const slugs = new Set(['member', 'admin', ...rows.map(({ slug }) => slug)])
  return options(
    [...slugs].map((slug) => [slug, slug] as const),
    chosen,
  )
}
