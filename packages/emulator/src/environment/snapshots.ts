import { fail } from '../http/failure.ts'
import type { EnvironmentState } from './state.ts'

/** States of an environment to go back to, by name; as lasting as its data. */
export interface Snapshots {
  list(): Promise<Array<{ name: string; bytes: number }>>
  /** In place of an earlier one of this name. */
  save(name: string): Promise<void>
  /** Fails with 404 `snapshot_not_found`. */
  restore(name: string): Promise<void>
}

export function createSnapshots(env: EnvironmentState): Snapshots {
  return {
    list: () => env.db.selectFrom('snapshots').select(['name', 'bytes']).orderBy('saved_at').execute(),
    async save(name) {
      const snapshot = await env.storage.snapshot()
      const content = Buffer.from(snapshot).toString()
      const row = { name, content, bytes: snapshot.byteLength, saved_at: env.clock.now() }
      await env.db
        .insertInto('snapshots')
        .values(row)
        .onConflict((on) => on.column('name').doUpdateSet(row))
        .execute()
    },
    async restore(name) {
      const row = await env.db
        .selectFrom('snapshots')
        .select('content')
        .where('name', '=', name)
        .executeTakeFirst()
      if (row === undefined) throw fail(404, 'snapshot_not_found', `No snapshot is named ${name}.`)
      await env.restore(Buffer.from(row.content))
    },
  }
}
