import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import { MIGRATIONS } from './migrations.ts'
import { sqliteDialect } from './sqlite-dialect.ts'
import type { Tables } from './tables.ts'

export type Db = Kysely<Tables>

/** Everything one environment knows, in a database of its own: isolation needs no filter to remember. */
export interface EnvironmentStorage {
  readonly db: Db
  /** Nothing was kept here before, and nothing will be after closing. */
  readonly ephemeral: boolean
  /** The whole content, as bytes that only this storage understands. */
  snapshot(): Uint8Array
  restore(snapshot: Uint8Array): Promise<void>
  close(): Promise<void>
  /** Closes it and deletes what was kept on disk. */
  destroy(): Promise<void>
}

/** Where environments live. PostgreSQL can join as a second implementation, with a schema an environment. */
export interface Storage {
  /** Names of the environments that are already there. */
  names(): string[]
  open(name: string): EnvironmentStorage
}

export function memoryStorage(): Storage {
  return { names: () => [], open: () => openEnvironment(new DatabaseSync(':memory:'), () => {}) }
}

const SUFFIX = '.sqlite'

/** One SQLite file an environment, write-ahead logged: an acknowledged write survives the process. */
export function folderStorage(folder: string): Storage {
  mkdirSync(folder, { recursive: true })
  return {
    names: () =>
      readdirSync(folder)
        .filter((file) => file.endsWith(SUFFIX))
        .map((file) => file.slice(0, -SUFFIX.length)),
    open(name) {
      const file = join(folder, name + SUFFIX)
      const database = new DatabaseSync(file)
      // One owner: a second process would not see what this one keeps in memory, so it is refused.
      database.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = normal')
      return openEnvironment(database, () => {
        for (const extra of ['', '-wal', '-shm']) rmSync(file + extra, { force: true })
      })
    },
  }
}

let template: Uint8Array | undefined

/** A migrated empty database. Copying it into memory is ten times faster than migrating again. */
function emptyDatabase(): Uint8Array {
  if (template === undefined) {
    const database = new DatabaseSync(':memory:')
    migrate(database)
    template = database.serialize()
    database.close()
  }
  return template
}

function openEnvironment(database: DatabaseSync, remove: () => void): EnvironmentStorage {
  if (database.location() === null) database.deserialize(emptyDatabase())
  else migrate(database)
  database.exec('pragma foreign_keys = on')
  let db = new Kysely<Tables>({ dialect: sqliteDialect(database) })
  return {
    get db() {
      return db
    },
    ephemeral: database.location() === null,
    snapshot: () => portable(database.serialize()),
    async restore(snapshot) {
      if (database.location() === null) database.deserialize(snapshot)
      else copyInto(database, snapshot)
      database.exec('pragma foreign_keys = on')
      // Statements prepared for the old content must not be reused.
      db = new Kysely<Tables>({ dialect: sqliteDialect(database) })
    },
    close: async () => database.close(),
    async destroy() {
      database.close()
      remove()
    },
  }
}

function migrate(database: DatabaseSync): void {
  database.exec('create table if not exists documents (name text primary key, content text not null)')
  const row = database.prepare(`select content from documents where name = 'schema'`).get()
  for (let version = Number(row?.content ?? 0); version < MIGRATIONS.length; version++) {
    database.exec('begin immediate')
    database.exec(MIGRATIONS[version] ?? '')
    database
      .prepare(
        `insert into documents values ('schema', ?) on conflict (name) do update set content = excluded.content`,
      )
      .run(String(version + 1))
    database.exec('commit')
  }
}

/** A copy of a write-ahead logged file says so in its header, and could then not be opened in memory. */
function portable(bytes: Uint8Array): Uint8Array {
  bytes[18] = 1
  bytes[19] = 1
  return bytes
}

/** A file cannot be swapped under an open connection, so its rows are replaced in one transaction. */
function copyInto(database: DatabaseSync, snapshot: Uint8Array): void {
  const source = new DatabaseSync(':memory:')
  source.deserialize(snapshot)
  const tables = source.prepare(`select name from sqlite_schema where type = 'table'`).all()
  database.exec('pragma foreign_keys = off; begin immediate')
  try {
    for (const { name } of tables) copyTable(source, database, String(name))
    database.exec('commit')
  } catch (error) {
    database.exec('rollback')
    throw error
  } finally {
    source.close()
  }
}

function copyTable(source: DatabaseSync, target: DatabaseSync, name: string): void {
  target.exec(`delete from "${name}"`)
  const read = source.prepare(`select * from "${name}"`)
  const places = read
    .columns()
    .map(() => '?')
    .join(', ')
  const insert = target.prepare(`insert into "${name}" values (${places})`)
  for (const row of read.iterate()) insert.run(...Object.values(row))
}
