import { sql } from 'kysely'
import type { Db } from './storage.ts'

/** The newest emails of an environment, in its database. The caller seals their content. */
export interface EmailStore {
  /** Oldest first. */
  all(): Promise<string[]>
  add(email: { id: string; content: string; created_at: number }): Promise<void>
  remove(id: string): Promise<void>
  clear(): Promise<void>
}

const TRIM_EVERY = 100

export function createEmailStore(db: Db, capacity: number): EmailStore {
  let added = 0
  const newest = () => db.selectFrom('mails').orderBy('sequence', 'desc').orderBy('id', 'desc')
  async function trim(): Promise<void> {
    const oldest = await newest().select('sequence').offset(capacity).limit(1).executeTakeFirst()
    if (oldest !== undefined) await db.deleteFrom('mails').where('sequence', '<=', oldest.sequence).execute()
  }
  return {
    async all() {
      const rows = await newest().select('content').limit(capacity).execute()
      return rows.reverse().map(({ content }) => content)
    },
    async add(email) {
      await db
        .insertInto('mails')
        .values((eb) => ({
          ...email,
          sequence: eb
            .selectFrom('mails')
            .select((emails) => sql<number>`coalesce(${emails.fn.max('sequence')}, 0) + 1`.as('next')),
        }))
        .execute()
      if (++added % TRIM_EVERY === 0) await trim()
    },
    async remove(id) {
      await db.deleteFrom('mails').where('id', '=', id).execute()
    },
    async clear() {
      await db.deleteFrom('mails').execute()
    },
  }
}
