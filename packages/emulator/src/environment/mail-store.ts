import { sql } from 'kysely'
import type { Vault } from '../secrets.ts'
import { fromJson, toJson } from '../storage/json.ts'
import type { Db } from '../storage/storage.ts'
import type { Message } from './inbox.ts'

/** The newest mails of an environment, in its database; sealed, because they carry codes and tokens. */
export interface MailStore {
  /** Oldest first. */
  all(): Promise<Message[]>
  add(message: Message): Promise<void>
  clear(): Promise<void>
}

const TRIM_EVERY = 100

export function createMailStore(db: Db, vault: Vault, capacity: number): MailStore {
  let added = 0
  const newest = () => db.selectFrom('mails').orderBy('sequence', 'desc').orderBy('id', 'desc')
  async function trim(): Promise<void> {
    const oldest = await newest().select('sequence').offset(capacity).limit(1).executeTakeFirst()
    if (oldest !== undefined) {
      await db.deleteFrom('mails').where('sequence', '<=', oldest.sequence).execute()
    }
  }
  return {
    async all() {
      const rows = await newest().select('content').limit(capacity).execute()
      return rows.reverse().map(({ content }) => fromJson<Message>(vault.open(content)))
    },
    async add(message) {
      const created_at = Date.parse(message.created_at)
      await db
        .insertInto('mails')
        .values((eb) => ({
          id: message.id,
          content: vault.seal(toJson(message)),
          created_at,
          sequence: eb
            .selectFrom('mails')
            .select((mails) => sql<number>`coalesce(${mails.fn.max('sequence')}, 0) + 1`.as('next')),
        }))
        .execute()
      if (++added % TRIM_EVERY === 0) await trim()
    },
    async clear() {
      await db.deleteFrom('mails').execute()
    },
  }
}
