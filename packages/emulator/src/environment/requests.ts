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
  because?: string
  duration_ms: number
  /** ISO 8601, on the environment's clock. */
  at: string
}

/** The newest requests of one environment, oldest first. */
export interface Requests {
  list(query?: { method?: string; path?: string }): RequestRecord[]
  clear(): void
}

export interface RequestLog extends Requests {
  add(record: RequestRecord): void
}

const CAPACITY = 500

export function createRequestLog(): RequestLog {
  let records: RequestRecord[] = []
  return {
    list: ({ method, path } = {}) =>
      records.filter(
        (record) =>
          (method === undefined || record.method === method.toUpperCase()) &&
          (path === undefined || record.path === path),
      ),
    clear() {
      records = []
    },
    add(record) {
      records.push(record)
      if (records.length > CAPACITY) records.shift()
    },
  }
}
