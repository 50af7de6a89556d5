import { fail } from '../../engine/base/failure.ts'
import type { EngineContext } from '../../engine/context/engine-context.ts'
import { listSnapshots, readSnapshot, writeSnapshot } from '../../engine/storage/snapshot-store.ts'

/** States of an environment to go back to, by name; as lasting as its data. */
export interface Snapshots {
  list(): Promise<Array<{ name: string; bytes: number }>>
  /** In place of an earlier one of this name. */
  save(name: string): Promise<void>
  /** Fails with 404 `snapshot_not_found`. */
  restore(name: string): Promise<void>
}

/** The environment that snapshots are of. */
interface Source extends Pick<EngineContext, 'db' | 'storage' | 'clock'> {
  /** Puts the content of a snapshot in place of what is there. */
  restore(snapshot: Uint8Array): Promise<void>
}

export function createSnapshots(environment: Source): Snapshots {
  return {
    list: () => listSnapshots(environment.db),
    async save(name) {
      const snapshot = await environment.storage.snapshot()
      const content = Buffer.from(snapshot).toString()
      await writeSnapshot(environment.db, {
        name,
        content,
        bytes: snapshot.byteLength,
        saved_at: environment.clock.now(),
      })
    },
    async restore(name) {
      const content = await readSnapshot(environment.db, name)
      if (content === undefined) throw fail(404, 'snapshot_not_found', `No snapshot is named ${name}.`)
      await environment.restore(Buffer.from(content))
    },
  }
}
