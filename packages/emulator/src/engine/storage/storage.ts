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

/** Everything one environment knows, in its own database: isolation needs no filter to remember. */
export interface EnvironmentStorage {
  readonly db: Db
  /**
   * The same content for what stays whatever becomes of the operation, such as the count of guesses. It is asked
   * before the operation itself writes.
   */
  readonly apart: Db
  /** Nothing was kept here before, and nothing will be after closing. */
  readonly ephemeral: boolean
  /** Other processes use it at the same moment: what is not in it does not count. */
  readonly shared: boolean
  /**
   * Runs `work` as one unit: all that it writes through `db` is kept when it returns, and nothing when it throws,
   * except for a refusal that keeps it. Inside another unit it is a part of that. It may run again after a deadlock.
   */
  atomically<T>(work: () => Promise<T>): Promise<T>
  /** Runs `work`; the promise settles when what it has written survives the process. */
  durably<T>(work: () => Promise<T>): Promise<T>
  /** The whole content, as bytes that only this storage understands. */
  snapshot(): Promise<Uint8Array>
  restore(snapshot: Uint8Array): Promise<void>
  close(): Promise<void>
}

/** Where environments live. Routes see only `db`, so that they are the same on every database. */
export interface Storage {
  /** Other processes may add environments while this one runs. */
  readonly shared: boolean
  /** Names of the environments that are already there. */
  names(): Promise<string[]>
  open(name: string): Promise<EnvironmentStorage>
  /** Deletes what a closed environment has kept. */
  delete(name: string): Promise<void>
  /** Whether it can be used at this moment. */
  isHealthy(): Promise<boolean>
  /** After its environments are closed. */
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
/** Other files in the folder are not ours. */
const FILE = /^client_\w+\.sqlite$/
/** Taken only as it is needed. */
const CACHE_KIB = 65_536
/** 32 MiB: the larger the log, the more of what was written twice in it goes to the file once. */
const PAGES_OF_LOG = 8000

/** One SQLite file per environment, write-ahead logged: an acknowledged write survives the process. */
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
    // One owner: a second process would not see what this one keeps in memory, so it is refused.
    database.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = normal')
    database.exec(`pragma cache_size = -${CACHE_KIB}; pragma temp_store = memory`)
    database.exec(`pragma wal_autocheckpoint = ${PAGES_OF_LOG}`)
    return openEnvironment(database)
  } catch (error) {
    database.close()
    throw error
  }
}

/** SQLite notices a missing end only when it looks for a page there, which may be in a request much later. */
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
    `${file} is cut off. Move it away to start with an empty environment, or put a copy back.`,
  )
}

let template: Uint8Array | undefined

/** Fills a new database in memory. Copying a migrated one is ten times faster than migrating again. */
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
    // A part of a unit is committed with it.
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
  if (group.failures !== failures) throw new Error('What was written could not be committed')
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
