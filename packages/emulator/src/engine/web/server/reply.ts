import { headerUrl } from '../http/header-url.ts'
import type { ApiResponse } from '../http/operation.ts'

/** A response as bytes, independent of the transport. */
export interface Reply {
  status: number
  headers: Record<string, string>
  text?: string
  /** Instead of a response: keep the connection silent, or close it. */
  connection?: 'reset' | 'hang'
}

export function replyOf(response: ApiResponse, requestId: string, extra: Record<string, string> = {}): Reply {
  const headers: Record<string, string> = {
    'X-Request-ID': requestId,
    'X-Latchkey-Emulator': '1',
    'Cache-Control': 'no-store',
    ...extra,
    ...response.headers,
  }
  if (headers.Location !== undefined) headers.Location = headerUrl(headers.Location)
  if (response.body === undefined) return { status: response.status, headers }
  headers['Content-Type'] ??= 'application/json; charset=utf-8'
  const text = typeof response.body === 'string' ? response.body : JSON.stringify(response.body)
  return { status: response.status, headers, text }
}
