import type { FlowError } from '../flow/payload.ts'
import type { Result } from './result.ts'
import type { Timers } from './timers.ts'

/** What came back from the handler: an answer of any status, or the reason there is none. */
export type Answer = { status: number; body: unknown; etag?: string | null } | { error: FlowError }

/** Where requests go and how. */
export interface Line {
  basePath: string
  fetch: typeof fetch
  timeoutMs: number
  timers: Timers
}

/** One request's parts. `path` stands below the base path. */
export interface Outgoing {
  method: string
  path: string
  body?: object
  etag?: string | null
  signal?: AbortSignal
}

/** Sends one request to the handler, as JSON, within the time limit. Never rejects. */
export async function exchange(line: Line, { method, path, body, etag, signal }: Outgoing): Promise<Answer> {
  const abort = new AbortController()
  const stop = () => abort.abort()
  let late = false
  const cancel = line.timers.after(line.timeoutMs, () => {
    late = true
    stop()
  })
  if (signal?.aborted) stop()
  signal?.addEventListener('abort', stop)
  try {
    const headers: Record<string, string> = { accept: 'application/json' }
    if (body) headers['content-type'] = 'application/json'
    if (etag) headers['if-none-match'] = etag
    const response = await line.fetch(line.basePath + path, {
      method,
      headers,
      body: body && JSON.stringify(body),
      credentials: 'same-origin',
      signal: abort.signal,
    })
    const text = await response.text()
    return {
      status: response.status,
      body: text ? JSON.parse(text) : null,
      etag: response.headers.get('etag'),
    }
  } catch (error) {
    if (late) return { error: { code: 'timeout' } }
    // A proxy's HTML page is no answer of the handler.
    return { error: { code: error instanceof SyntaxError ? 'service_unavailable' : 'network' } }
  } finally {
    cancel()
    signal?.removeEventListener('abort', stop)
  }
}

/** Reads an answer as a success or as the error to show. */
export function resultOf<T>(answer: Answer): Result<T> {
  if ('error' in answer) return { ok: false, error: answer.error }
  if (answer.status < 300) return { ok: true, value: answer.body as T }
  const error = (answer.body as { error?: FlowError } | null)?.error
  if (typeof error?.code === 'string') return { ok: false, error }
  if (answer.status === 429) return { ok: false, error: { code: 'rate_limited' } }
  return { ok: false, error: { code: answer.status >= 500 ? 'service_unavailable' : 'unknown' } }
}
