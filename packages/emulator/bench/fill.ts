import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const SIZE_OF_BATCH = 50_000

/** Adds users to the file of a stopped server, up to a total, because creating a million with the API would take minutes. */
export function fillUsers(folder: string, clientId: string, total: number): void {
  const database = new DatabaseSync(join(folder, `${clientId}.sqlite`))
  database.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = normal')
  const present = Number(
    database.prepare(`select count(*) as n from users where id < 'user_00000001'`).get()?.n,
  )
  const insert = database.prepare(
    `insert into users values (?, ?, ?, 1, 'Person', ?, null, null, null, '{}', null, null, null, ?, ?)`,
  )
  const start = Date.now() - 2_000_000
  for (let from = present; from < total; from += SIZE_OF_BATCH) {
    database.exec('begin')
    for (let i = from; i < Math.min(from + SIZE_OF_BATCH, total); i++) {
      const email = `person${i}@orchard.example`
      insert.run(fillId(i), email, email, String(i), start + i, start + i)
    }
    database.exec('commit')
  }
  database.close()
}

export function fillId(index: number): string {
  return `user_${String(index).padStart(26, '0')}`
}
