import { sql } from 'kysely'
import type { EngineContext } from '../../context/engine-context.ts'
import { containing, type ListWindow, totalOf } from '../../storage/list-window.ts'

/** The columns that {@link browseOrganizations} can sort by. */
export const ORGANIZATION_SORTS = ['created', 'name', 'members'] as const

/** Some of all organizations, with their number of members: by part of the name, part of a domain, or id. */
export async function browseOrganizations(
  context: EngineContext,
  { search, sort, offset, limit }: ListWindow,
) {
  let organizations = context.db.selectFrom('organizations')
  if (search !== '') {
    const text = containing(search.toLowerCase())
    organizations = organizations.where((eb) =>
      eb.or([
        eb(sql<string>`lower(name)`, 'like', text),
        eb('domains', 'like', text),
        eb('id', '=', search),
        eb('external_id', '=', search),
      ]),
    )
  }
  const by = sort.replace('-', '')
  const order = sort.startsWith('-') ? 'desc' : 'asc'
  const column = { name: sql`lower(name)`, members: sql`members` }[by] ?? sql.ref('created_at')
  const rows = await organizations
    .selectAll()
    .select((eb) =>
      eb
        .selectFrom('memberships')
        .select((count) => count.fn.countAll<number>().as('members'))
        .whereRef('memberships.organization_id', '=', 'organizations.id')
        .as('members'),
    )
    .orderBy(column, order)
    .orderBy('id', order)
    .limit(limit)
    .offset(offset)
    .execute()
  const total = await totalOf({ offset, limit }, rows.length, () =>
    organizations.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  )
  return { rows, total }
}
