import type { FlowError } from '../flow/flow-payload.ts'
import { ORGANIZATION_HEADER } from '../session/session-payload.ts'
import type { Result } from './result.ts'
import type { Timers } from './timers.ts'

/** A response of the handler. Status 0 means no response; the body then contains the reason, like any error. */
export interface HandlerResponse {
  status: number
  body: unknown
}

/** Where and how to send requests. */
export interface HandlerEndpoint {
  basePath: string
  fetch?: typeof fetch
  timeoutMs?: number
  timers: Timers
  /** The organization to which this page is pinned, regardless of the session's active organization. */
  organizationId?: string
}

/** One request. `path` is relative to the base path. */
export interface Outgoing {
  /** Default: `POST` with a body, `GET` without one. */
  method?: string
  path: string
  body?: object
  /** Aborts the request when the page no longer needs it. The timeout aborts it too. */
  abort?: AbortController
}

/** Sends one request to the handler as JSON, with a timeout. Never rejects. */
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
      // A body that is not JSON, such as a proxy's error page, is not a response of the handler.
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

/** Reads a response as a success or as the error to show. A success whose body does not pass `is` counts as no response. */
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
