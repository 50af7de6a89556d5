import { fromJson, toJson } from './json.ts'
import type { Db } from './storage.ts'

/** Reads a single document by its name. */
export async function readDocument<T>(db: Db, name: string): Promise<T | undefined> {
  const row = await db.selectFrom('documents').select('content').where('name', '=', name).executeTakeFirst()
  return row === undefined ? undefined : fromJson<T>(row.content)
}

/** Reads several documents by name. Missing ones are omitted. */
export async function readDocuments(db: Db, names: string[]): Promise<Map<string, unknown>> {
  const rows = await db.selectFrom('documents').selectAll().where('name', 'in', names).execute()
  return new Map(rows.map(({ name, content }) => [name, fromJson(content)]))
}

/** Deletes a document. If several callers delete it at the same moment, only one gets true. */
export async function removeDocument(db: Db, name: string): Promise<boolean> {
  const taken = await db.deleteFrom('documents').where('name', '=', name).returning('name').executeTakeFirst()
  return taken !== undefined
}

export async function writeDocument(db: Db, name: string, value: unknown): Promise<void> {
  const content = toJson(value)
  await db
    .insertInto('documents')
    .values({ name, content })
    .onConflict((on) => on.column('name').doUpdateSet({ content }))
    .execute()
}

/**
 * Updates a document without losing a concurrent change of another node: it is written only if it has not changed since it was
 * read, and otherwise read again. `change` may therefore run several times.
 */
export async function changeDocument<T>(
  db: Db,
  name: string,
  change: (value: T | undefined) => T,
): Promise<T> {
  for (;;) {
    const row = await db.selectFrom('documents').select('content').where('name', '=', name).executeTakeFirst()
    const value = change(row === undefined ? undefined : fromJson<T>(row.content))
    const content = toJson(value)
    if (content === row?.content) return value
    if (await writeOver(db, name, row?.content, content)) return value
  }
}

async function writeOver(
  db: Db,
  name: string,
  earlier: string | undefined,
  content: string,
): Promise<boolean> {
  if (earlier === undefined) {
    const inserted = db
      .insertInto('documents')
      .values({ name, content })
      .onConflict((on) => on.doNothing())
    return (await inserted.returning('name').executeTakeFirst()) !== undefined
  }
  const changed = db
    .updateTable('documents')
    .set({ content })
    .where('name', '=', name)
    .where('content', '=', earlier)
  return (await changed.returning('name').executeTakeFirst()) !== undefined
}
