import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { type GroupCommit, prepared } from './group-commit.ts'

/** A Kysely dialect for a driver created by {@link createSqliteDriver}. */
export function sqliteDialect(driver: Driver): Dialect {
  return {
    createDriver: () => driver,
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new QueuedSqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  }
}

/**
 * The driver queues queries for the connection. A second queue in front of it would block the queries of the transaction that
 * uses the connection.
 */
class QueuedSqliteAdapter extends SqliteAdapter {
  override get supportsMultipleConnections() {
    return true
  }
}

/**
 * A driver for `node:sqlite`. There is one connection, and a transaction holds it, so that no other query runs in between. With
 * a `group`, writes are committed together: a write counts when the group is durable.
 */
export function createSqliteDriver(database: DatabaseSync, group: GroupCommit | undefined): Driver {
  const connection = createConnection(database, group)
  const run = prepared(database)
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
    async beginTransaction() {
      if (group === undefined) run('begin immediate')
      else group.begin()
    },
    async commitTransaction() {
      if (group === undefined) run('commit')
      else group.commit()
    },
    async rollbackTransaction() {
      if (group === undefined) run('rollback')
      else group.rollback()
    },
    async destroy() {
      group?.flush()
      database.close()
    },
  }
}

interface Prepared {
  statement: StatementSync
  returnsRows: boolean
  writes: boolean
}

const MAX_PREPARED = 500

function createConnection(database: DatabaseSync, group: GroupCommit | undefined): DatabaseConnection {
  const prepared = new Map<string, Prepared>()

  function prepare(sql: string): Prepared {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const statement = database.prepare(sql)
    const entry = {
      statement,
      returnsRows: statement.columns().length > 0,
      writes: !/^\s*select\b/i.test(sql),
    }
    if (prepared.size >= MAX_PREPARED) prepared.clear()
    prepared.set(sql, entry)
    return entry
  }

  return {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const { statement, returnsRows, writes } = prepare(query.sql)
      if (writes) group?.join()
      const parameters = query.parameters as SQLInputValue[]
      if (returnsRows) return { rows: statement.all(...parameters) as R[] }
      return { rows: [], numAffectedRows: BigInt(statement.run(...parameters).changes) }
    },
    streamQuery() {
      throw new Error('Streaming is not used here: read page by page')
    },
  }
}
