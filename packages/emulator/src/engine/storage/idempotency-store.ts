import type { Db } from './storage.ts'
import type { IdempotencyRow } from './tables.ts'

/** The status of a row while its work is in progress, on any node. The row then contains the start in real time. */
export const UNDERWAY = 0

export function findKey(db: Db, keyHash: string): Promise<IdempotencyRow | undefined> {
  return db.selectFrom('idempotency').selectAll().where('key_hash', '=', keyHash).executeTakeFirst()
}

/** Returns false if the key is taken. */
export async function claimKey(db: Db, row: IdempotencyRow): Promise<boolean> {
  const claimed = await db
    .insertInto('idempotency')
    .values(row)
    .onConflict((on) => on.column('key_hash').doNothing())
    .returning('key_hash')
    .executeTakeFirst()
  return claimed !== undefined
}

export async function writeResponse(
  db: Db,
  keyHash: string,
  response: Pick<IdempotencyRow, 'status' | 'answer_sealed'>,
): Promise<void> {
  await db.updateTable('idempotency').set(response).where('key_hash', '=', keyHash).execute()
}

export async function deleteKey(db: Db, keyHash: string): Promise<void> {
  await db.deleteFrom('idempotency').where('key_hash', '=', keyHash).execute()
}

/** Deletes a key that is older than this, or whose work started before that and never finished. */
export async function deleteOldKey(
  db: Db,
  keyHash: string,
  createdBefore: number,
  begunBefore: number,
): Promise<void> {
  await db
    .deleteFrom('idempotency')
    .where('key_hash', '=', keyHash)
    .where((eb) =>
      eb.or([
        eb('created_at', '<=', createdBefore),
        eb.and([eb('status', '=', UNDERWAY), eb('answer_sealed', '<', String(begunBefore))]),
      ]),
    )
    .execute()
}
