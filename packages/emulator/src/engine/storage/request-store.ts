import type { Db } from './storage.ts'

/** The newest requests of an environment that is served by several nodes. */
export interface RequestStore {
  /** Written after the response, together with other records that arrive in the meantime. */
  add(record: { id: string; content: string }): void
  /** Oldest first, including the records that other nodes have written. */
  all(): Promise<string[]>
  clear(): Promise<void>
  /** Resolves when everything that was added is written. */
  settled(): Promise<void>
}

const TRIM_EVERY = 100

/** Real time, so that the order is the order of arrival even if the environment's clock is moved. */
function realMicroseconds(): number {
  return Math.round((performance.timeOrigin + performance.now()) * 1000)
}

export function createRequestStore(db: Db, capacity: number): RequestStore {
  let waiting: Array<{ id: string; content: string; recorded_at: number }> = []
  let writing: Promise<void> | undefined
  let written = 0

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const rows = waiting.splice(0, capacity)
      await db.insertInto('requests').values(rows).execute()
      const before = written
      written += rows.length
      if (Math.floor(before / TRIM_EVERY) < Math.floor(written / TRIM_EVERY)) await trim()
    }
  }
  const newest = () => db.selectFrom('requests').orderBy('recorded_at', 'desc').orderBy('id', 'desc')
  async function trim(): Promise<void> {
    const oldest = await newest().select('recorded_at').offset(capacity).limit(1).executeTakeFirst()
    if (oldest !== undefined) {
      await db.deleteFrom('requests').where('recorded_at', '<=', oldest.recorded_at).execute()
    }
  }
  const settled = async () => writing

  return {
    add(record) {
      waiting.push({ ...record, recorded_at: realMicroseconds() })
      writing ??= write()
        // A failure to write the log must not fail the requests in it.
        .catch(() => {})
        .finally(() => {
          writing = undefined
        })
    },
    async all() {
      await settled()
      const rows = await newest().select('content').limit(capacity).execute()
      return rows.reverse().map(({ content }) => content)
    },
    async clear() {
      waiting = []
      await settled()
      await db.deleteFrom('requests').execute()
    },
    settled,
  }
}
