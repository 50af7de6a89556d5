import { sql } from 'kysely'
import type { EngineContext } from '../../context/engine-context.ts'
import { emailKey } from '../../contract/email-address.ts'
import { containing, type Listed, type ListWindow, totalOf } from '../../storage/list-window.ts'
import type { UserRow } from '../../storage/tables.ts'

/** The columns that {@link browseUsers} can sort by. */
export const USER_SORTS = ['created', 'email', 'seen'] as const

const COLUMNS = { created: 'created_at', email: 'email_key', seen: 'last_sign_in_at' } as const

/** A page of all users: by part of the email address, by name, or by id. */
export async function browseUsers(
  context: EngineContext,
  { search, sort, offset, limit }: ListWindow,
): Promise<Listed<UserRow>> {
  let users = context.db.selectFrom('users')
  if (search !== '') {
    const key = containing(emailKey(search))
    const text = containing(search.toLowerCase())
    const name = sql<string>`lower(coalesce(name, coalesce(first_name, '') || ' ' || coalesce(last_name, '')))`
    users = users.where((eb) =>
      eb.or([
        eb('email_key', 'like', key),
        eb(name, 'like', text),
        eb('id', '=', search),
        eb('external_id', '=', search),
      ]),
    )
  }
  const by = sort.replace('-', '') as keyof typeof COLUMNS
  const order = sort.startsWith('-') ? 'desc' : 'asc'
  // Null sorts as the largest value on PostgreSQL and as the smallest on SQLite.
  const column = by === 'seen' ? sql`coalesce(last_sign_in_at, 0)` : sql.ref(COLUMNS[by])
  const rows = await users
    .selectAll()
    .orderBy(column, order)
    .orderBy('id', order)
    .limit(limit)
    .offset(offset)
    .execute()
  const total = await totalOf({ offset, limit }, rows.length, () =>
    users.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  )
  return { rows, total }
}
