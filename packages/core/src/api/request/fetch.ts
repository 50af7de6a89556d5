/** The options that the client passes to the transport: a subset of `RequestInit`. */
export interface FetchInit {
  method: string
  headers: Record<string, string>
  body?: string
  redirect: 'manual'
  signal: AbortSignal
}

/** The parts of a response that the client uses: a subset of `Response`. */
export interface FetchResponse {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly body?: ReadableStream<Uint8Array> | null
  /** @param maximumBytes For transports that limit responses: reading stops at larger ones. */
  text(maximumBytes?: number): Promise<string>
  /** `text()` enforces the size limit, so `body` need not be counted. */
  readonly limitsItself?: true
}

/** The transport: a function shaped like `fetch`. Every request of a client uses it. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>

/** The runtime's `fetch`, looked up on each call, so that instrumentation installed later takes effect. */
export const globalFetch: Fetch = (url, init) => globalThis.fetch(url, init)
