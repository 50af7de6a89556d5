import type { Answer } from '../http/operation.ts'

/** An answer as bytes will tell it, whichever way it travels. */
export interface Reply {
  status: number
  headers: Record<string, string>
  text?: string
  /** Instead of all that: say nothing, or drop the connection. */
  connection?: 'reset' | 'hang'
}

export function replyOf(answer: Answer, requestId: string, extra: Record<string, string> = {}): Reply {
  const headers: Record<string, string> = {
    'X-Request-ID': requestId,
    'X-Latchkey-Emulator': '1',
    'Cache-Control': 'no-store',
    ...extra,
    ...answer.headers,
  }
  if (answer.body === undefined) return { status: answer.status, headers }
  headers['Content-Type'] ??= 'application/json; charset=utf-8'
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body)
  return { status: answer.status, headers, text }
}
