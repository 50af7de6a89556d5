import { fromJson, toJson } from '../../engine/storage/json.ts'
import { createRequestStore } from '../../engine/storage/request-store.ts'
import type { EnvironmentStorage } from '../../engine/storage/storage.ts'

/** One exchange, without its secrets: no bodies, no credentials. */
export interface RequestRecord {
  id: string
  method: string
  path: string
  /** Its id in `/openapi.json`. */
  operation: string
  status: number
  /** The `code` or `error` of a refusal. */
  code?: string
  /** Its words. */
  message?: string
  /** Which rule refused, where the answer itself does not say. */
  detail?: string
  duration_ms: number
  /** ISO 8601, on the environment's clock. */
  at: string
}

/** The newest requests of one environment, oldest first. */
export interface Requests {
  /** What this process has served; where several nodes share a database, `GET /_emulator/requests` has all. */
  list(query?: { method?: string; path?: string }): RequestRecord[]
  /** At once here; the promise resolves when every node that shares the storage has forgotten them. */
  clear(): Promise<void>
}

export interface RequestLog extends Requests {
  add(record: RequestRecord): void
  /** Of all nodes, what they have written. */
  all(): Promise<RequestRecord[]>
  /** Resolves when everything that was added is kept. */
  settled(): Promise<void>
}

const CAPACITY = 500

export function createRequestLog(storage: EnvironmentStorage): RequestLog {
  const kept = storage.shared ? createRequestStore(storage.db, CAPACITY) : undefined
  let records: RequestRecord[] = []
  return {
    list: ({ method, path } = {}) =>
      records.filter(
        (record) =>
          (method === undefined || record.method === method.toUpperCase()) &&
          (path === undefined || record.path === path),
      ),
    all: async () =>
      kept === undefined ? records : (await kept.all()).map((content) => fromJson<RequestRecord>(content)),
    async clear() {
      records = []
      await kept?.clear()
    },
    add(record) {
      records.push(record)
      if (records.length > CAPACITY) records.shift()
      kept?.add({ id: record.id, content: toJson(record) })
    },
    settled: async () => kept?.settled(),
  }
}
