import { fail } from '../http/failure.ts'
import type { EnvironmentState } from './state.ts'

/** States of an environment to go back to, by name, for as long as the process runs. */
export interface Snapshots {
  list(): Array<{ name: string; bytes: number }>
  save(name: string): Promise<void>
  /** Fails with 404 `snapshot_not_found`. */
  restore(name: string): Promise<void>
}

export function createSnapshots(env: EnvironmentState): Snapshots {
  const kept = new Map<string, Uint8Array>()
  return {
    list: () => [...kept].map(([name, { byteLength }]) => ({ name, bytes: byteLength })),
    async save(name) {
      kept.set(name, await env.storage.snapshot())
    },
    async restore(name) {
      const snapshot = kept.get(name)
      if (snapshot === undefined) throw fail(404, 'snapshot_not_found', `No snapshot is named ${name}.`)
      await env.restore(snapshot)
    },
  }
}
