import { setTimeout as pause } from 'node:timers/promises'
import type { Pool, PoolClient, QueryResult, QueryResultRow } from 'pg'
import { asUnavailable, StorageUnavailable } from './unavailable.ts'

/** A connection of the pool. If it is broken, it is closed on release. */
export interface Connection {
  query<Row extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<QueryResult<Row>>
  release(isBroken?: boolean): void
}

export interface ConnectionPool {
  /** Waits for a free connection. Fails with {@link StorageUnavailable}. */
  connect(): Promise<Connection>
  end(): Promise<void>
  /** Required by Kysely. */
  readonly options: object
  /** Whether the database responds within two seconds. */
  isHealthy(): Promise<boolean>
}

const INT8 = 20
/** The timeout for a connection, new or released by another request: long enough for a thousand simultaneous requests. */
const CONNECT_MS = 15_000
const QUERY_MS = 10_000
const HEALTH_MS = 2000
const TRY_AGAIN_MS = 50
const TOO_MANY_CONNECTIONS = '53300'

/** @param most The maximum number of connections. */
export async function createPool(url: string, most = 10): Promise<ConnectionPool> {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({
    connectionString: url,
    max: most,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: QUERY_MS,
    types: {
      // Epoch milliseconds fit into a number; the driver returns text by default.
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
    },
  })
  // A connection can break while no query waits for it: when idle, or between two statements of a transaction. Without a
  // listener, the error event would end the process. The next query on the connection fails and is handled.
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

/** If the server has no connection left, one of ours will soon be released. */
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
      // After a timeout the statement is still running, and a rollback would have to wait for it.
      if (broken !== undefined) throw broken
      try {
        return await client.query<Row>(text, values as unknown[])
      } catch (error) {
        const meant = asUnavailable(error)
        if (meant instanceof StorageUnavailable) broken = meant
        throw meant
      }
    },
    // The pool sets a new `release` function on the client at each checkout.
    release: (isBroken) => client.release(isBroken === true || broken !== undefined),
  }
}
