import { Kysely, PostgresDialect } from 'kysely'
import type { Pool, PoolClient } from 'pg'
import { MIGRATIONS, noteVersion } from './migrations.ts'
import { NOT_CONTENT } from './snapshot.ts'
import type { EnvironmentStorage, Storage } from './storage.ts'
import type { Tables } from './tables.ts'

const INT8 = 20
const PREFIX = 'client_'

/** One schema an environment in a PostgreSQL database. Needs the package `pg`. */
export async function postgresStorage(url: string): Promise<Storage> {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({
    connectionString: url,
    types: {
      // Epoch milliseconds fit into a number; the driver's default is text.
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
    },
  })
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  return {
    shared: true,
    async names() {
      const { rows } = await pool.query<{ nspname: string }>(
        'select nspname from pg_namespace where starts_with(nspname, $1) order by nspname',
        [PREFIX],
      )
      return rows.map(({ nspname }) => nspname)
    },
    open: (name) => openSchema(pool, name),
    close: () => pool.end(),
  }
}

async function openSchema(pool: Pool, schema: string): Promise<EnvironmentStorage> {
  await inSchema(pool, schema, migrate)
  const root = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return {
    db: root.withSchema(schema),
    ephemeral: false,
    shared: true,
    // Every statement, or transaction, is committed when its promise resolves.
    durably: (work) => work(),
    snapshot: () => inSchema(pool, schema, takeSnapshot),
    restore: (snapshot) => inSchema(pool, schema, (client) => restoreSnapshot(client, snapshot)),
    // The pool belongs to all environments and closes with the storage.
    async close() {},
  }
}

/** Runs raw statements against one schema, in one transaction that no other migration joins. */
async function inSchema<T>(pool: Pool, schema: string, work: (client: PoolClient) => Promise<T>): Promise<T> {
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
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

async function migrate(client: PoolClient): Promise<void> {
  await client.query('create table if not exists documents (name text primary key, content text not null)')
  const { rows } = await client.query<{ content: string }>(
    `select content from documents where name = 'schema'`,
  )
  const done = Number(rows[0]?.content ?? 0)
  for (const migration of MIGRATIONS.slice(done)) await client.query(migration)
  await client.query(noteVersion(MIGRATIONS.length))
}

type Row = Record<string, unknown>

/** Of the content; every table comes after those that it refers to. */
async function tableNames(client: PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ relname: string }>(
    `select relname from pg_class join pg_namespace on pg_namespace.oid = relnamespace
     where nspname = current_schema() and relkind = 'r' order by pg_class.oid`,
  )
  return rows.map(({ relname }) => relname).filter((name) => !NOT_CONTENT.includes(name))
}

async function takeSnapshot(client: PoolClient): Promise<Uint8Array> {
  const tables: Record<string, Row[]> = {}
  for (const name of await tableNames(client))
    tables[name] = (await client.query<Row>(`select * from "${name}"`)).rows
  return Buffer.from(JSON.stringify(tables))
}

async function restoreSnapshot(client: PoolClient, snapshot: Uint8Array): Promise<void> {
  const tables = JSON.parse(Buffer.from(snapshot).toString()) as Record<string, Row[]>
  const names = await tableNames(client)
  await client.query(`truncate ${names.map((name) => `"${name}"`).join(', ')} cascade`)
  for (const name of names) {
    await client.query(`insert into "${name}" select * from json_populate_recordset(null::"${name}", $1)`, [
      JSON.stringify(tables[name] ?? []),
    ])
  }
  // The tables are those of now, also when the snapshot is from an earlier release.
  await client.query(noteVersion(MIGRATIONS.length))
}
