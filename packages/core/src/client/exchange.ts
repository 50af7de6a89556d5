import type { FlowError } from '../flow/payload.ts'
import type { Result } from './result.ts'
import type { Timers } from './timers.ts'

/** What came back from the handler. Status 0 stands for no answer; the body then holds the reason like any error. */
export interface Answer {
  status: number
  body: unknown
}

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
  /** Stops the request when the page no longer wants it; also stopped by the time limit. */
  abort?: AbortController
}

const failed = (code: FlowError['code']): Answer => ({ status: 0, body: { error: { code } } })

/** Sends one request to the handler, as JSON, within the time limit. Never rejects. */
export async function exchange(line: Line, request: Outgoing): Promise<Answer> {
  const { method, path, body, abort = new AbortController() } = request
  let late = false
  const cancel = line.timers.after(line.timeoutMs, () => {
    late = true
    abort.abort()
  })
  try {
    const response = await line.fetch(line.basePath + path, {
      method,
      headers: { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
      signal: abort.signal,
    })
    const text = await response.text()
    return { status: response.status, body: text ? JSON.parse(text) : null }
  } catch (error) {
    // A proxy's HTML page is no answer of the handler.
    return failed(late ? 'timeout' : error instanceof SyntaxError ? 'service_unavailable' : 'network')
  } finally {
    cancel()
  }
}

/** Reads an answer as a success or as the error to show. */
export function resultOf<T>({ status, body }: Answer): Result<T> {
  if (status >= 200 && status < 300) return { ok: true, value: body as T }
  const error = (body as { error?: FlowError } | null)?.error
  return {
    ok: false,
    error: error?.code ? error : { code: status === 429 ? 'rate_limited' : 'service_unavailable' },
  }
}
