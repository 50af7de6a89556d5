import { setTimeout as pause } from 'node:timers/promises'
import { type Dialect, type Driver, Kysely, PostgresDialect, type PostgresPool } from 'kysely'
import { migrationsSince, noteVersion, requireKnownVersion, SCHEMA_VERSION } from './migrations.ts'
import { type Connection, type ConnectionPool, createPool } from './postgres-pool.ts'
import { NOT_CONTENT } from './snapshot.ts'
import type { EnvironmentStorage, Storage } from './storage.ts'
import { explainDatabase } from './storage-error.ts'
import type { Tables } from './tables.ts'
import { joiningUnits, unitOfWork } from './unit-of-work.ts'

const PREFIX = 'client_'
const CLOSE_MS = 1000
/**
 * Connections for writes outside of units of work. They are separate from those of units: otherwise, a unit that has one
 * connection and waits for a second could wait for another unit that does the same.
 */
const MOST_APART = 4

/** One schema per environment in a PostgreSQL database. Needs the package `pg`. */
export async function postgresStorage(url: string): Promise<Storage> {
  const pool = await openPool(url)
  const apart = await createPool(url, MOST_APART)
  return {
    shared: true,
    async names() {
      const connection = await pool.connect()
      try {
        const { rows } = await connection.query<{ nspname: string }>(
          'select nspname from pg_namespace where starts_with(nspname, $1) order by nspname',
          [PREFIX],
        )
        return rows.map(({ nspname }) => nspname)
      } finally {
        connection.release()
      }
    },
    delete: (schema) =>
      inSchema(pool, schema, async (client) => {
        await client.query(`drop schema "${schema}" cascade`)
      }),
    isHealthy: () => pool.isHealthy(),
    open: (name) => openSchema(pool, apart, url, name),
    // A hanging connection must not keep the process from exiting.
    close: async () => {
      const ended = Promise.all([pool.end(), apart.end()])
      await Promise.race([ended, pause(CLOSE_MS, undefined, { ref: false })])
    },
  }
}

/** Fails with a {@link StorageError} that identifies the database if it cannot be used at all. */
async function openPool(url: string): Promise<ConnectionPool> {
  try {
    const pool = await createPool(url)
    const connection = await pool.connect()
    connection.release()
    return pool
  } catch (error) {
    throw explainDatabase(error, url)
  }
}

async function openSchema(
  pool: ConnectionPool,
  apart: ConnectionPool,
  url: string,
  schema: string,
): Promise<EnvironmentStorage> {
  try {
    await inSchema(pool, schema, migrate)
  } catch (error) {
    throw explainDatabase(error, url)
  }
  const dialect = dialectOver(pool)
  const driver = dialect.createDriver()
  return {
    db: kyselyOver(dialect, joiningUnits(driver)).withSchema(schema),
    apart: new Kysely<Tables>({ dialect: dialectOver(apart) }).withSchema(schema),
    ephemeral: false,
    shared: true,
    atomically: (work) => unitOfWork(driver, work),
    // Every statement or transaction is committed when its promise resolves.
    durably: (work) => work(),
    snapshot: () => inSchema(pool, schema, takeSnapshot),
    restore: (snapshot) => inSchema(pool, schema, (client) => restoreSnapshot(client, snapshot)),
    // The pool belongs to all environments, and is closed with the storage.
    async close() {},
  }
}

function dialectOver(pool: ConnectionPool): Dialect {
  return new PostgresDialect({ pool: pool as unknown as PostgresPool })
}

function kyselyOver(dialect: Dialect, driver: Driver): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createDriver: () => driver,
      createQueryCompiler: () => dialect.createQueryCompiler(),
      createAdapter: () => dialect.createAdapter(),
      createIntrospector: (db) => dialect.createIntrospector(db),
    },
  })
}

/** Runs raw statements in one schema, in a transaction that excludes other migrations. */
async function inSchema<T>(
  pool: ConnectionPool,
  schema: string,
  work: (client: Connection) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock(hashtext($1))', [schema])
    await client.query(`create schema if not exists "${schema}"`)
    await client.query(`set local search_path to "${schema}"`)
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

async function migrate(client: Connection): Promise<void> {
  await client.query('create table if not exists documents (name text primary key, content text not null)')
  const { rows } = await client.query<{ content: string }>(
    `select content from documents where name = 'schema'`,
  )
  const done = Number(rows[0]?.content ?? 0)
  requireKnownVersion(done, 'The database')
  for (const migration of migrationsSince(done, 'postgres')) await client.query(migration)
  await client.query(noteVersion(SCHEMA_VERSION))
}

type Row = Record<string, unknown>

/** The tables with content, each after those that it references. */
async function tableNames(client: Connection): Promise<string[]> {
  const { rows } = await client.query<{ relname: string }>(
    `select relname from pg_class join pg_namespace on pg_namespace.oid = relnamespace
     where nspname = current_schema() and relkind = 'r' order by pg_class.oid`,
  )
  return rows.map(({ relname }) => relname).filter((name) => !NOT_CONTENT.includes(name))
}

async function takeSnapshot(client: Connection): Promise<Uint8Array> {
  const tables: Record<string, Row[]> = {}
  for (const name of await tableNames(client))
    tables[name] = (await client.query<Row>(`select * from "${name}"`)).rows
  return Buffer.from(JSON.stringify(tables))
}

async function restoreSnapshot(client: Connection, snapshot: Uint8Array): Promise<void> {
  const tables = JSON.parse(Buffer.from(snapshot).toString()) as Record<string, Row[]>
  const names = await tableNames(client)
  await client.query(`truncate ${names.map((name) => `"${name}"`).join(', ')} cascade`)
  for (const name of names) {
    await client.query(`insert into "${name}" select * from json_populate_recordset(null::"${name}", $1)`, [
      JSON.stringify(tables[name] ?? []),
    ])
  }
  // The tables have the current schema, even if the snapshot is from an earlier release.
  await client.query(noteVersion(SCHEMA_VERSION))
}
