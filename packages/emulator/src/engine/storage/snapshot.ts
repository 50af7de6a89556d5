import type { DatabaseSync, SQLInputValue } from 'node:sqlite'

import { noteVersion, SCHEMA_VERSION } from './migrations.ts'

type Row = Record<string, SQLInputValue>

/** Every row of every table. */
export function takeSnapshot(database: DatabaseSync): Uint8Array {
  const tables = tableNames(database).map((name) => [name, database.prepare(`select * from "${name}"`).all()])
  return Buffer.from(JSON.stringify(Object.fromEntries(tables)))
}

/** Replaces all rows by those of a snapshot, or changes nothing if that fails. */
export function restoreSnapshot(database: DatabaseSync, snapshot: Uint8Array): void {
  const tables = JSON.parse(Buffer.from(snapshot).toString()) as Record<string, Row[]>
  database.exec('pragma foreign_keys = off; begin immediate')
  try {
    for (const name of tableNames(database)) replaceRows(database, name, tables[name] ?? [])
    // The tables have the current schema, even if the snapshot is from an earlier release.
    database.exec(noteVersion(SCHEMA_VERSION))
    database.exec('commit')
  } catch (error) {
    database.exec('rollback')
    throw error
  } finally {
    database.exec('pragma foreign_keys = on')
  }
}

function replaceRows(database: DatabaseSync, table: string, rows: Row[]): void {
  database.exec(`delete from "${table}"`)
  const [first] = rows
  if (first === undefined) return
  const columns = Object.keys(first)
  const names = columns.map((column) => `"${column}"`).join(', ')
  const insert = database.prepare(
    `insert into "${table}" (${names}) values (${columns.map(() => '?').join(', ')})`,
  )
  for (const row of rows) insert.run(...columns.map((column) => row[column] ?? null))
}

/** Tables that are not content: they stay when a snapshot is restored. */
export const NOT_CONTENT: readonly string[] = ['mails', 'limits', 'requests', 'snapshots', 'environments']

function tableNames(database: DatabaseSync): string[] {
  return database
    .prepare(`select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'`)
    .all()
    .map(({ name }) => String(name))
    .filter((name) => !NOT_CONTENT.includes(name))
}
