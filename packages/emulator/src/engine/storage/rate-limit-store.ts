import type { Db } from './storage.ts'
import type { LimitRow } from './tables.ts'

export function findLimit(db: Db, subject: string): Promise<LimitRow | undefined> {
  return db.selectFrom('limits').selectAll().where('subject', '=', subject).executeTakeFirst()
}

/** Writes only if the row has not changed since it was read. Returns false if another node changed it first. */
export async function writeLimit(db: Db, row: LimitRow, earlier: string | undefined): Promise<boolean> {
  const { subject, bursts, expires_at } = row
  if (earlier === undefined) {
    const inserted = db
      .insertInto('limits')
      .values(row)
      .onConflict((on) => on.doNothing())
    return (await inserted.returning('subject').executeTakeFirst()) !== undefined
  }
  const changed = db
    .updateTable('limits')
    .set({ bursts, expires_at })
    .where('subject', '=', subject)
    .where('bursts', '=', earlier)
  return (await changed.returning('subject').executeTakeFirst()) !== undefined
}

export async function deleteExpiredLimits(db: Db, now: number): Promise<void> {
  await db.deleteFrom('limits').where('expires_at', '<=', now).execute()
}
