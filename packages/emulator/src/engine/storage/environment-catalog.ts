import type { Db } from './storage.ts'
import type { EnvironmentRow } from './tables.ts'

/**
 * The environments of a storage, kept in the database of the default one, so that an environment is found without opening all
 * of them.
 */
export function listEnvironments(db: Db): Promise<EnvironmentRow[]> {
  return db.selectFrom('environments').selectAll().orderBy('created_at').orderBy('client_id').execute()
}

export function findEnvironment(
  db: Db,
  by: { apiKey: string } | { clientId: string },
): Promise<EnvironmentRow | undefined> {
  const rows = db.selectFrom('environments').selectAll()
  const found =
    'apiKey' in by ? rows.where('api_key', '=', by.apiKey) : rows.where('client_id', '=', by.clientId)
  return found.executeTakeFirst()
}

export async function writeEnvironment(db: Db, row: EnvironmentRow): Promise<void> {
  await db
    .insertInto('environments')
    .values(row)
    .onConflict((on) => on.column('client_id').doUpdateSet(row))
    .execute()
}

export async function deleteEnvironment(db: Db, clientId: string): Promise<void> {
  await db.deleteFrom('environments').where('client_id', '=', clientId).execute()
}
