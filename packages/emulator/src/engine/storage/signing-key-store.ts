import type { Db } from './storage.ts'
import type { SigningKeyRow } from './tables.ts'

/** The current signing key. If two nodes created one at the same moment, both find the same one. */
export function findCurrentKey(db: Db): Promise<SigningKeyRow | undefined> {
  return db
    .selectFrom('signing_keys')
    .selectAll()
    .where('retired_at', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('kid', 'desc')
    .executeTakeFirst()
}

/** All published keys, newest first. */
export function listKeys(db: Db): Promise<SigningKeyRow[]> {
  return db.selectFrom('signing_keys').selectAll().orderBy('created_at', 'desc').execute()
}

export async function insertKey(db: Db, row: SigningKeyRow): Promise<void> {
  await db.insertInto('signing_keys').values(row).execute()
}

export async function retireKeys(db: Db, now: number): Promise<void> {
  await db.updateTable('signing_keys').set({ retired_at: now }).execute()
}

export async function deleteKeys(db: Db): Promise<void> {
  await db.deleteFrom('signing_keys').execute()
}
