import { setTimeout as pause } from 'node:timers/promises'
import type { Pool, PoolClient, QueryResult, QueryResultRow } from 'pg'
import { asUnavailable, StorageUnavailable } from './unavailable.ts'

/** A connection of the pool; one that broke is closed when it is released. */
export interface Connection {
  query<Row extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<QueryResult<Row>>
  release(isBroken?: boolean): void
}

export interface ConnectionPool {
  /** Waits for a free connection. Fails with {@link StorageUnavailable}. */
  connect(): Promise<Connection>
  end(): Promise<void>
  /** Kysely wants to know of some. */
  readonly options: object
  /** Whether the database responds, within two seconds. */
  isHealthy(): Promise<boolean>
}

const INT8 = 20
/** For a connection, new or released by another request: long enough for a thousand requests at once. */
const CONNECT_MS = 15_000
const QUERY_MS = 10_000
const HEALTH_MS = 2000
const TRY_AGAIN_MS = 50
const TOO_MANY_CONNECTIONS = '53300'

/** `most`: connections at a time. */
export async function createPool(url: string, most = 10): Promise<ConnectionPool> {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({
    connectionString: url,
    max: most,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: QUERY_MS,
    types: {
      // Epoch milliseconds fit into a number; the driver's default is text.
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
    },
  })
  // A connection can break while nothing waits for it: idle, or between two statements of a transaction. An
  // error event without a listener would end the process. The next query on it fails, and is handled.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const connections = new WeakMap<PoolClient, Connection>()
  return {
    async connect() {
      const client = await checkOut(pool)
      const known = connections.get(client) ?? connectionOver(client)
      connections.set(client, known)
      return known
    },
    end: () => pool.end(),
    options: {},
    async isHealthy() {
      const requested = pool.query('select 1').then(
        () => true,
        () => false,
      )
      return Promise.race([requested, pause(HEALTH_MS, false, { ref: false })])
    },
  }
}

/** Where the server has no connection left, one of ours will be free again before long. */
async function checkOut(pool: Pool): Promise<PoolClient> {
  const giveUpAt = performance.now() + CONNECT_MS
  for (;;) {
    try {
      return await pool.connect()
    } catch (error) {
      const isFull = error instanceof Error && 'code' in error && error.code === TOO_MANY_CONNECTIONS
      if (!isFull || performance.now() >= giveUpAt) throw asUnavailable(error)
      await pause(TRY_AGAIN_MS)
    }
  }
}

function connectionOver(client: PoolClient): Connection {
  let broken: StorageUnavailable | undefined
  return {
    async query<Row extends QueryResultRow>(text: string, values?: readonly unknown[]) {
      // After a time limit the statement still runs: a rollback behind it would wait as long again.
      if (broken !== undefined) throw broken
      try {
        return await client.query<Row>(text, values as unknown[])
      } catch (error) {
        const meant = asUnavailable(error)
        if (meant instanceof StorageUnavailable) broken = meant
        throw meant
      }
    },
    // The pool gives the client another `release` for each time that it is checked out.
    release: (isBroken) => client.release(isBroken === true || broken !== undefined),
  }
}
