import type { Db } from './storage.ts'
import type { SnapshotRow } from './tables.ts'

export function listSnapshots(db: Db): Promise<Array<Pick<SnapshotRow, 'name' | 'bytes'>>> {
  return db.selectFrom('snapshots').select(['name', 'bytes']).orderBy('saved_at').execute()
}

/** Replaces an earlier snapshot with this name. */
export async function writeSnapshot(db: Db, row: SnapshotRow): Promise<void> {
  await db
    .insertInto('snapshots')
    .values(row)
    .onConflict((on) => on.column('name').doUpdateSet(row))
    .execute()
}

export async function readSnapshot(db: Db, name: string): Promise<string | undefined> {
  const row = await db.selectFrom('snapshots').select('content').where('name', '=', name).executeTakeFirst()
  return row?.content
}
