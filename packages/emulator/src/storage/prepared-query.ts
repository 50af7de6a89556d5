import type { Compilable, CompiledQuery } from 'kysely'
import type { Db } from './storage.ts'

/**
 * A query that is put together once for each database, and then only gets its parameters: for the few that
 * nearly every request asks. `build` gets a placeholder for each parameter.
 */
export function prepareQuery<Row>(
  build: (db: Db) => Compilable<Row>,
): (db: Db, ...parameters: string[]) => Promise<Row | undefined> {
  const compiled = new WeakMap<Db, CompiledQuery<Row>>()
  return async (db, ...parameters) => {
    let query = compiled.get(db)
    if (query === undefined) {
      query = build(db).compile()
      compiled.set(db, query)
    }
    const { rows } = await db.executeQuery<Row>({ ...query, parameters })
    return rows[0]
  }
}
