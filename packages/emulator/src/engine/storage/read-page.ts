import { type SelectQueryBuilder, sql } from 'kysely'
import { invalidField } from '../base/failure.ts'
import { timeOfId } from '../base/ids.ts'
import type { Db } from './storage.ts'
import type { Tables } from './tables.ts'

export interface PageQuery {
  limit: number
  order: 'asc' | 'desc' | 'normal'
  before?: string
  after?: string
}

export interface Page<Row> {
  rows: Row[]
  before: string | null
  after: string | null
}

export interface Keyed {
  id: string
  created_at: number
}

type PagedTable = {
  [T in keyof Tables]: Tables[T] extends Keyed ? T : never
}[keyof Tables]

interface Place {
  createdAt: number
  id: string
}

/** Like {@link readPage}, for all rows that `query` selects from a table that records the position of its rows. */
export function pageOf<DB extends Tables, T extends PagedTable, Row extends Keyed>(
  db: Db,
  query: SelectQueryBuilder<DB, T, Row>,
  table: T,
  page: PageQuery,
): Promise<Page<Row>> {
  return readPage(query, table, page, (id) =>
    db
      .selectFrom(table as 'users')
      .select(['id', 'created_at'])
      .where('id', '=', id)
      .executeTakeFirst(),
  )
}

/**
 * Reads one page by keyset on `(created_at, id)`: it seeks to the cursor instead of counting rows, so the cost of a page does
 * not grow with the table. `query` selects from `table` and contains the filters.
 */
export async function readPage<DB extends Tables, T extends PagedTable, Row extends Keyed>(
  query: SelectQueryBuilder<DB, T, Row>,
  table: T,
  { limit, order, before, after }: PageQuery,
  placeOf: (id: string) => Promise<Keyed | undefined>,
): Promise<Page<Row>> {
  if (order === 'normal') [before, after] = [after, before]
  const upwards = order === 'asc'
  const from = after === undefined ? undefined : await place('after', after, placeOf)
  const until = before === undefined ? undefined : await place('before', before, placeOf)
  const key = sql`(${sql.ref(`${table}.created_at`)}, ${sql.ref(`${table}.id`)})`

  const side = (at: Place, greater: boolean) =>
    sql<boolean>`${key} ${sql.raw(greater ? '>' : '<')} (${at.createdAt}, ${at.id})`
  const sorted = (q: typeof query, up: boolean) =>
    q
      .orderBy(sql.ref(`${table}.created_at`), up ? 'asc' : 'desc')
      .orderBy(sql.ref(`${table}.id`), up ? 'asc' : 'desc')

  let window = query
  if (from !== undefined) window = window.where(side(from, upwards))
  if (until !== undefined) window = window.where(side(until, !upwards))

  // With only `before`, the nearest rows are needed: read backwards from it, then reverse them.
  const backwards = until !== undefined && from === undefined
  const found = (await sorted(window, backwards ? !upwards : upwards)
    .limit(limit + 1)
    .execute()) as Row[]
  const more = found.length > limit
  const rows = found.slice(0, limit)
  if (backwards) rows.reverse()

  const first = rows[0]
  const last = rows.at(-1)
  const exists = async (row: Row, greater: boolean) =>
    (await query
      .where(side({ createdAt: row.created_at, id: row.id }, greater))
      .limit(1)
      .executeTakeFirst()) !== undefined
  const precedes =
    first !== undefined && (backwards ? more : from !== undefined && (await exists(first, !upwards)))
  const follows =
    last !== undefined && (backwards || until !== undefined ? await exists(last, upwards) : more)
  const cursors = { before: precedes ? first.id : null, after: follows ? last.id : null }
  return order === 'normal' ? { rows, before: cursors.after, after: cursors.before } : { rows, ...cursors }
}

/** A cursor marks a position even if its object was deleted: the id contains its creation time. */
async function place(
  name: string,
  id: string,
  placeOf: (id: string) => Promise<Keyed | undefined>,
): Promise<Place> {
  const row = await placeOf(id)
  if (row !== undefined) return { createdAt: row.created_at, id }
  const time = timeOfId(id)
  if (time === undefined) throw invalidField(name, `invalid_${name}`, `${name} is not an id of this list.`)
  return { createdAt: time, id }
}
