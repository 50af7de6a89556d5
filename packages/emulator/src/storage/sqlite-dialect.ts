import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'

/** Kysely over `node:sqlite`. One connection; a transaction holds it, so that nothing slips in between. */
export function sqliteDialect(database: DatabaseSync): Dialect {
  return {
    createDriver: () => createDriver(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  }
}

function createDriver(database: DatabaseSync): Driver {
  const connection = createConnection(database)
  const waiting: Array<() => void> = []
  let held = false
  return {
    async init() {},
    async acquireConnection() {
      if (held) await new Promise<void>((resolve) => waiting.push(resolve))
      held = true
      return connection
    },
    async releaseConnection() {
      const next = waiting.shift()
      if (next === undefined) held = false
      else next()
    },
    async beginTransaction(on) {
      await on.executeQuery(CompiledQuery.raw('begin immediate'))
    },
    async commitTransaction(on) {
      await on.executeQuery(CompiledQuery.raw('commit'))
    },
    async rollbackTransaction(on) {
      await on.executeQuery(CompiledQuery.raw('rollback'))
    },
    async destroy() {
      database.close()
    },
  }
}

interface Prepared {
  statement: StatementSync
  returnsRows: boolean
}

const MAX_PREPARED = 500

function createConnection(database: DatabaseSync): DatabaseConnection {
  const prepared = new Map<string, Prepared>()

  function prepare(sql: string): Prepared {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const statement = database.prepare(sql)
    const entry = { statement, returnsRows: statement.columns().length > 0 }
    if (prepared.size >= MAX_PREPARED) prepared.clear()
    prepared.set(sql, entry)
    return entry
  }

  return {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const { statement, returnsRows } = prepare(query.sql)
      const parameters = query.parameters as SQLInputValue[]
      if (returnsRows) return { rows: statement.all(...parameters) as R[] }
      return { rows: [], numAffectedRows: BigInt(statement.run(...parameters).changes) }
    },
    streamQuery() {
      throw new Error('Streaming is not used here: read page by page')
    },
  }
}
