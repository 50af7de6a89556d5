/** What the client hands to the transport: a subset of `RequestInit`. */
export interface FetchInit {
  method: string
  headers: Record<string, string>
  body?: string
  redirect: 'manual'
  signal: AbortSignal
}

/** What the client needs of a response: a subset of `Response`. */
export interface FetchResponse {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly body?: ReadableStream<Uint8Array> | null
  /** @param maximumBytes Where the transport limits responses itself: larger ones are stopped. */
  text(maximumBytes?: number): Promise<string>
  /** `text()` stops by itself at the size limit, so `body` need not be counted. */
  readonly limitsItself?: true
}

/** How bytes travel: shaped like `fetch`, which is one. Every call of a client goes through it. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>

/** The runtime's `fetch`, looked up at each call so that instrumentation installed later is honoured. */
export const globalFetch: Fetch = (url, init) => globalThis.fetch(url, init)
