import type { Compilable, CompiledQuery } from 'kysely'
import type { Db } from './storage.ts'

/**
 * A query that is built once per database and then only receives its parameters, for the few queries that nearly every request
 * runs. `build` uses a placeholder for each parameter.
 */
export function prepareQuery<Row>(
  build: (db: Db) => Compilable<Row>,
): (db: Db, ...parameters: Array<string | number>) => Promise<Row[]> {
  const compiled = new WeakMap<Db, CompiledQuery<Row>>()
  return async (db, ...parameters) => {
    let query = compiled.get(db)
    if (query === undefined) {
      query = build(db).compile()
      compiled.set(db, query)
    }
    const { rows } = await db.executeQuery<Row>({ ...query, parameters })
    return rows
  }
}

/**
 * Like {@link prepareQuery}, for inserting a row. The row must have every column of its table, and the query no other
 * parameters.
 */
export function prepareInsert<Row extends object, Result>(
  build: (db: Db, row: Row) => Compilable<Result>,
): (db: Db, row: Row) => Promise<Result | undefined> {
  const compiled = new WeakMap<Db, { query: CompiledQuery<Result>; columns: Array<keyof Row> }>()
  return async (db, row) => {
    let insert = compiled.get(db)
    if (insert === undefined) {
      insert = { query: build(db, row).compile(), columns: Object.keys(row) as Array<keyof Row> }
      compiled.set(db, insert)
    }
    const { query, columns } = insert
    const { rows } = await db.executeQuery<Result>({
      ...query,
      parameters: columns.map((column) => row[column]),
    })
    return rows[0]
  }
}
