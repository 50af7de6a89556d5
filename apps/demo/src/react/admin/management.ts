import type { Exchange } from '../../server/admin.ts'
import type { ReceivedEvent } from '../../server/webhook-inbox.ts'

export type { Exchange, ReceivedEvent }

/** The result of a management call. */
export interface ManagementResponse {
  result?: unknown
  /** The error's code and text. */
  error?: string
  message?: string
  exchanges: readonly Exchange[]
}

/** Calls one operation of the API client, through the server that has the API key. */
export async function manage(operation: string, params: object): Promise<ManagementResponse> {
  try {
    const response = await fetch(`/api/admin/${operation}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(params),
    })
    return { exchanges: [], ...((await response.json()) as Partial<ManagementResponse>) }
  } catch {
    return { error: 'network', message: 'The server could not be reached.', exchanges: [] }
  }
}

/** The webhook events that this site has received, newest first. Empty if they cannot be loaded. */
export async function receivedEvents(): Promise<readonly ReceivedEvent[]> {
  try {
    const response = await fetch('/api/admin/received-events')
    return response.ok ? ((await response.json()) as ReceivedEvent[]) : []
  } catch {
    return []
  }
}
