import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import { createGroupCommit, type GroupCommit } from './group-commit.ts'
import { migrationsSince, noteVersion, requireKnownVersion } from './migrations.ts'
import { restoreSnapshot, takeSnapshot } from './snapshot.ts'
import { openSqlite } from './sqlite.ts'
import { createSqliteDriver, sqliteDialect } from './sqlite-dialect.ts'
import { explainFolder, explainSqlite, StorageError } from './storage-error.ts'
import type { Tables } from './tables.ts'
import { apartFromUnits, isInUnit, joiningUnits, unitOfWork } from './unit-of-work.ts'

export type Db = Kysely<Tables>

/** All data of one environment, in its own database, so that isolation does not depend on filters in queries. */
export interface EnvironmentStorage {
  readonly db: Db
  /**
   * The same content, for writes that must be kept even if the operation fails, such as counted guesses. Use it before the
   * operation itself writes.
   */
  readonly apart: Db
  /** Whether the storage started empty and is lost on closing. */
  readonly ephemeral: boolean
  /** Whether other processes use it too, so that values in memory can be outdated. */
  readonly shared: boolean
  /**
   * Runs `work` as one unit: everything that it writes through `db` is kept if it returns, and nothing if it throws, except for
   * a refusal that keeps its writes. Inside another unit it becomes part of that unit. It may run again after a deadlock.
   */
  atomically<T>(work: () => Promise<T>): Promise<T>
  /** Runs `work`. The promise settles when its writes would survive a crash of the process. */
  durably<T>(work: () => Promise<T>): Promise<T>
  /** The whole content, as bytes that only this kind of storage can read. */
  snapshot(): Promise<Uint8Array>
  restore(snapshot: Uint8Array): Promise<void>
  close(): Promise<void>
}

/** The storage of all environments. Routes use only `db`, so they are the same for every database. */
export interface Storage {
  /** Whether other processes can add environments while this one runs. */
  readonly shared: boolean
  /** The names of the existing environments. */
  names(): Promise<string[]>
  open(name: string): Promise<EnvironmentStorage>
  /** Deletes the data of a closed environment. */
  delete(name: string): Promise<void>
  /** Whether it is currently available. */
  isHealthy(): Promise<boolean>
  /** Call it after its environments are closed. */
  close(): Promise<void>
}

export function memoryStorage(): Storage {
  return {
    shared: false,
    names: async () => [],
    open: async () => openEnvironment(openSqlite(':memory:')),
    async delete() {},
    isHealthy: async () => true,
    async close() {},
  }
}

const SUFFIX = '.sqlite'
/** The folder may contain other files. */
const FILE = /^client_\w+\.sqlite$/
/** The maximum. Memory is allocated only as needed. */
const CACHE_KIB = 65_536
/** 32 MiB: the larger the log, the fewer pages are written to the file more than once. */
const PAGES_OF_LOG = 8000

/** One SQLite file per environment, with a write-ahead log: an acknowledged write survives a crash of the process. */
export function folderStorage(folder: string): Storage {
  try {
    mkdirSync(folder, { recursive: true })
    readdirSync(folder)
  } catch (error) {
    throw explainFolder(error, folder)
  }
  return {
    shared: false,
    names: async () =>
      readdirSync(folder)
        .filter((file) => FILE.test(file))
        .map((file) => file.slice(0, -SUFFIX.length)),
    async open(name) {
      const file = join(folder, name + SUFFIX)
      try {
        refuseCutOff(file)
        return openFile(file)
      } catch (error) {
        throw explainSqlite(error, file, folder)
      }
    },
    async delete(name) {
      for (const suffix of [SUFFIX, `${SUFFIX}-wal`, `${SUFFIX}-shm`])
        rmSync(join(folder, name + suffix), { force: true })
    },
    isHealthy: async () => true,
    async close() {},
  }
}

function openFile(file: string): EnvironmentStorage {
  const database = openSqlite(file)
  try {
    // Only one process can open the file: another one would not see what this process keeps in memory, so it is refused.
    database.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = normal')
    database.exec(`pragma cache_size = -${CACHE_KIB}; pragma temp_store = memory`)
    database.exec(`pragma wal_autocheckpoint = ${PAGES_OF_LOG}`)
    return openEnvironment(database)
  } catch (error) {
    database.close()
    throw error
  }
}

/** SQLite notices a truncated file only when it reads a missing page, which may happen much later. */
function refuseCutOff(file: string): void {
  if (!existsSync(file)) return
  const header = Buffer.alloc(100)
  const descriptor = openSync(file, 'r')
  const length = readSync(descriptor, header)
  closeSync(descriptor)
  if (length < header.length || !header.toString('latin1').startsWith('SQLite format 3\0')) return
  // Page size and number of pages: https://www.sqlite.org/fileformat.html §1.3
  const stored = header.readUInt16BE(16)
  const pageBytes = stored === 1 ? 65_536 : stored
  if (statSync(file).size >= pageBytes * header.readUInt32BE(28)) return
  throw new StorageError(
    `${file} is truncated. Move it away to start with an empty environment, or restore a copy.`,
  )
}

let template: Uint8Array | undefined

/** Initializes a new database in memory. Copying a migrated one is ten times faster than running the migrations. */
function fill(database: DatabaseSync): void {
  if (template !== undefined) {
    database.deserialize(template)
    return
  }
  migrate(database)
  // Node 22 cannot copy a database.
  if (typeof database.serialize === 'function') template = database.serialize()
}

function openEnvironment(database: DatabaseSync): EnvironmentStorage {
  const ephemeral = database.location() === null
  if (ephemeral) fill(database)
  else migrate(database)
  database.exec('pragma foreign_keys = on')
  const group = ephemeral ? undefined : createGroupCommit(database)
  const driver = createSqliteDriver(database, group)
  return {
    db: new Kysely<Tables>({ dialect: sqliteDialect(joiningUnits(driver)) }),
    apart: new Kysely<Tables>({ dialect: sqliteDialect(apartFromUnits(driver)) }),
    ephemeral,
    shared: false,
    atomically: (work) => unitOfWork(driver, work),
    // A part of a unit is committed with the unit.
    durably: (work) => (isInUnit(driver) ? work() : durably(group, work)),
    async snapshot() {
      group?.flush()
      return takeSnapshot(database)
    },
    async restore(snapshot) {
      group?.flush()
      restoreSnapshot(database, snapshot)
    },
    async close() {
      group?.flush()
      database.close()
    },
  }
}

async function durably<T>(group: GroupCommit | undefined, work: () => Promise<T>): Promise<T> {
  if (group === undefined) return work()
  const { failures } = group
  const [outcome] = await Promise.allSettled([work()])
  await group.durable()
  if (group.failures !== failures) throw new Error('The changes could not be committed')
  if (outcome.status === 'rejected') throw outcome.reason
  return outcome.value
}

function migrate(database: DatabaseSync): void {
  database.exec('create table if not exists documents (name text primary key, content text not null)')
  const row = database.prepare(`select content from documents where name = 'schema'`).get()
  let version = Number(row?.content ?? 0)
  requireKnownVersion(version, database.location() ?? 'The storage')
  for (const statements of migrationsSince(version, 'sqlite')) {
    database.exec('begin immediate')
    database.exec(statements)
    database.exec(noteVersion(++version))
    database.exec('commit')
  }
}
