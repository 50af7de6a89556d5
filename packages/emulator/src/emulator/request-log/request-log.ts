import { fromJson, toJson } from '../../engine/storage/json.ts'
import { createRequestStore } from '../../engine/storage/request-store.ts'
import type { EnvironmentStorage } from '../../engine/storage/storage.ts'

/** A request and its response, without secrets: no bodies and no credentials. */
export interface RequestRecord {
  id: string
  method: string
  path: string
  /** The operation's id in `/openapi.json`. */
  operation: string
  status: number
  /** The `code` or `error` of an error response. */
  code?: string
  /** The message of an error response. */
  message?: string
  /** The rule that refused the request, if the response does not name it. */
  detail?: string
  duration_ms: number
  /** ISO 8601, on the environment's clock. */
  at: string
}

/** The rest of a request and response, including secrets. It never leaves the memory of the process that handled it. */
export interface Contents {
  /** Path and query. */
  url: string
  headers: Record<string, string>
  text?: string
  responseHeaders: Record<string, string>
  responseBody?: unknown
}

/** An event that a request caused. */
export interface CausedEvent {
  id: string
  event: string
}

/** The newest requests of one environment, oldest first. */
export interface Requests {
  /** The requests that this process handled. If several nodes share a database, `GET /_emulator/requests` returns all. */
  list(query?: { method?: string; path?: string }): RequestRecord[]
  /**
   * Takes effect immediately in this process. The promise resolves when every node that shares the storage has deleted them.
   */
  clear(): Promise<void>
}

export interface RequestLog extends Requests {
  add(record: RequestRecord, contents: Contents): void
  /** Undefined for requests that another process handled. */
  contents(id: string): Contents | undefined
  addCaused(requestId: string, event: CausedEvent): void
  /** The events that a request caused, as far as this process knows. */
  caused(requestId: string): CausedEvent[]
  /** The stored requests of all nodes. */
  all(): Promise<RequestRecord[]>
  /** Resolves when everything that was added is stored. */
  settled(): Promise<void>
}

const CAPACITY = 500
const MOST_TEXT = 64 * 1024

export function createRequestLog(storage: EnvironmentStorage, onChanged: () => void): RequestLog {
  const stored = storage.shared ? createRequestStore(storage.db, CAPACITY) : undefined
  let records: RequestRecord[] = []
  const contents = new Map<string, Contents>()
  const caused = new Map<string, CausedEvent[]>()
  return {
    contents: (id) => contents.get(id),
    caused: (id) => caused.get(id) ?? [],
    addCaused(id, event) {
      caused.set(id, [...(caused.get(id) ?? []), event])
      forgetOldest(caused)
    },
    list: ({ method, path } = {}) =>
      records.filter(
        (record) =>
          (method === undefined || record.method === method.toUpperCase()) &&
          (path === undefined || record.path === path),
      ),
    all: async () =>
      stored === undefined
        ? records
        : (await stored.all()).map((content) => fromJson<RequestRecord>(content)),
    async clear() {
      records = []
      contents.clear()
      caused.clear()
      await stored?.clear()
      onChanged()
    },
    add(record, { text = '', ...rest }) {
      records.push(record)
      if (records.length > CAPACITY) records.shift()
      const isRetained = text !== '' && text.length <= MOST_TEXT
      contents.set(record.id, { ...rest, ...(isRetained && { text }) })
      forgetOldest(contents)
      stored?.add({ id: record.id, content: toJson(record) })
      onChanged()
    },
    settled: async () => stored?.settled(),
  }
}

function forgetOldest(map: Map<string, unknown>): void {
  if (map.size <= CAPACITY) return
  const [oldest] = map.keys()
  map.delete(oldest as string)
}
