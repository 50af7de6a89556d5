import { fail } from '../../engine/base/failure.ts'
import type { EngineContext } from '../../engine/context/engine-context.ts'
import { listSnapshots, readSnapshot, writeSnapshot } from '../../engine/storage/snapshot-store.ts'

/** Named states of an environment that can be restored. They are kept as long as its data. */
export interface Snapshots {
  list(): Promise<Array<{ name: string; bytes: number }>>
  /** Replaces an earlier snapshot with this name. */
  save(name: string): Promise<void>
  /** Fails with 404 `snapshot_not_found`. */
  restore(name: string): Promise<void>
}

/** The environment that the snapshots belong to. */
interface Source extends Pick<EngineContext, 'db' | 'storage' | 'clock'> {
  /** Replaces the content by that of a snapshot. */
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
