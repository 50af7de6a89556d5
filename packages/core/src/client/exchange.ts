import type { FlowError } from '../flow/flow-payload.ts'
import { ORGANIZATION_HEADER } from '../session/session-payload.ts'
import type { Result } from './result.ts'
import type { Timers } from './timers.ts'

/** What came back from the handler. Status 0 means no response; the body then holds the reason like any error. */
export interface HandlerResponse {
  status: number
  body: unknown
}

/** Where requests go and how. */
export interface HandlerEndpoint {
  basePath: string
  fetch?: typeof fetch
  timeoutMs?: number
  timers: Timers
  /** The organization that this page stays in, whichever the session is in. */
  organizationId?: string
}

/** One request's parts. `path` stands below the base path. */
export interface Outgoing {
  /** Default: `POST` with a body, `GET` without. */
  method?: string
  path: string
  body?: object
  /** Stops the request when the page no longer wants it; also stopped by the time limit. */
  abort?: AbortController
}

/** Sends one request to the handler, as JSON, within the time limit. Never rejects. */
export type Send = (request: Outgoing) => Promise<HandlerResponse>

export function createSend(endpoint: HandlerEndpoint): Send {
  return async ({ path, body, method = body ? 'POST' : 'GET', abort = new AbortController() }) => {
    let code: FlowError['code'] = 'network'
    const cancel = endpoint.timers.after(endpoint.timeoutMs ?? 15_000, () => {
      code = 'timeout'
      abort.abort()
    })
    try {
      const response = await (endpoint.fetch ?? fetch)(endpoint.basePath + path, {
        method,
        headers: {
          accept: 'application/json',
          ...(body && { 'content-type': 'application/json' }),
          ...(endpoint.organizationId && { [ORGANIZATION_HEADER]: encodeURI(endpoint.organizationId) }),
        },
        body: body && JSON.stringify(body),
        signal: abort.signal,
      })
      // A body that is not JSON, such as a page of a proxy, is not a response of the handler.
      code = 'service_unavailable'
      const { status } = response
      return { status, body: status === 204 ? null : await response.json() }
    } catch {
      return { status: 0, body: { error: { code } } }
    } finally {
      cancel()
    }
  }
}

/** Reads a response as a success or as the error to show. A success with another shape than `is` means nothing. */
export function resultOf<T>(
  { status, body }: HandlerResponse,
  is?: (body: unknown) => body is T & object,
): Result<T> {
  if (status >= 200 && status < 300 && (!is || is(body))) return { ok: true, value: body as T }
  const error = (body as { error?: FlowError } | null)?.error
  return {
    ok: false,
    error: error?.code ? error : { code: status === 429 ? 'rate_limited' : 'service_unavailable' },
  }
}
