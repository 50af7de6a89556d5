/**
 * Lets several instances of an app refresh each session only once, using PostgreSQL.
 *
 * @module @latchkey/core/coordinator/postgres
 */

import { listenForPoolErrors, reportInConsole } from './connection-errors.ts'
import type { Coordinator } from './coordinator.ts'

/** The part of a `pg` pool that is used. */
export interface PostgresPool {
  /** Runs one statement. */
  query(
    text: string,
    values?: unknown[],
  ): Promise<{ rows: Record<string, unknown>[]; rowCount: number | null }>
}

/** Options of {@link postgresCoordinator}. */
export interface PostgresCoordinatorOptions {
  /** A pool of the `pg` package. */
  pool: PostgresPool
  /**
   * The table to use. Created if it does not exist. Lower-case letters, digits and underscores. Default
   * `latchkey_coordination`.
   */
  table?: string
  /**
   * Called when a connection breaks, for example because the database restarts. The pool reconnects automatically. Default: one
   * line in the console, at most once per minute.
   */
  onError?: (error: unknown) => void
}

const TABLE = /^[a-z_][a-z0-9_]{0,62}$/

/**
 * Lets several instances of an app refresh each session only once, using a PostgreSQL table.
 *
 * Expiry uses the clock of the database, so the instances' clocks need not agree.
 *
 * @throws {TypeError} if the table name would need quoting.
 */
export function postgresCoordinator({
  pool,
  table = 'latchkey_coordination',
  onError = reportInConsole('PostgreSQL'),
}: PostgresCoordinatorOptions): Coordinator {
  listenForPoolErrors(pool, onError)
  if (!TABLE.test(table))
    throw new TypeError('table must consist of lowercase letters, digits and underscores.')
  let ready: Promise<unknown> | undefined

  /** Runs once, and again after a failure, because the database may have been unavailable at the first request. */
  function prepared(): Promise<unknown> {
    ready ??= createTable(pool, table).catch((cause) => {
      ready = undefined
      throw cause
    })
    return ready
  }
  async function query(text: string, values: unknown[]) {
    await prepared()
    return pool.query(text, values)
  }
  /** Every write deletes a few expired rows, so no cleanup job is needed. */
  const sweep = () =>
    query(
      `delete from ${table} where key in
       (select key from ${table} where until < now() order by until limit 10 for update skip locked)`,
      [],
    )

  return {
    isDurable: true,
    async read(key) {
      const { rows } = await query(`select value from ${table} where key = $1 and until > now()`, [key])
      return rows[0]?.value as string | undefined
    },
    async publish(key, value, ttlMs) {
      await query(
        `insert into ${table} (key, value, until) values ($1, $2, now() + $3 * interval '1 millisecond')
         on conflict (key) do update set value = excluded.value, until = excluded.until`,
        [key, value, ttlMs],
      )
      await sweep()
    },
    async acquire(key, ttlMs) {
      const holder = crypto.randomUUID()
      const leaseKey = `lease:${key}`
      // Another holder's lease is taken over only after it has expired; our own is extended.
      const acquire = async (forMs: number) => {
        const { rowCount } = await query(
          `insert into ${table} as held (key, value, until) values ($1, $2, now() + $3 * interval '1 millisecond')
           on conflict (key) do update set value = excluded.value, until = excluded.until
           where held.until <= now() or held.value = excluded.value`,
          [leaseKey, holder, forMs],
        )
        return rowCount !== 0
      }
      if (!(await acquire(ttlMs))) return undefined
      return {
        extend: acquire,
        async release() {
          await query(`delete from ${table} where key = $1 and value = $2`, [leaseKey, holder])
        },
      }
    },
    async count(key, ttlMs, by = 1) {
      const { rows } = await query(
        `insert into ${table} as known (key, value, until)
         values ($1, greatest(0, $3::bigint)::text, now() + $2 * interval '1 millisecond')
         on conflict (key) do update set
           value = greatest(0, case when known.until > now() then known.value::bigint else 0 end + $3::bigint)::text,
           until = case when known.until > now() then known.until else excluded.until end
         returning value, extract(epoch from until - now()) * 1000 as remaining`,
        [`count:${key}`, ttlMs, by],
      )
      await sweep()
      const [{ value, remaining } = {}] = rows
      return { total: Number(value), remainingMs: Math.ceil(Number(remaining)) }
    },
  }
}

async function createTable(pool: PostgresPool, table: string): Promise<void> {
  try {
    await pool.query(
      `create table if not exists ${table} (key text primary key, value text not null, until timestamptz not null)`,
    )
    await pool.query(`create index if not exists ${table}_until on ${table} (until)`)
  } catch (cause) {
    // Another instance created the table at the same moment, or this role can use tables but not create them. Check whether it
    // exists.
    await pool.query(`select key from ${table} limit 0`).catch(() => {
      throw cause
    })
  }
}
