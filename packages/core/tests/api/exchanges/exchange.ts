import type { Client } from '../../../src/api/index.ts'

/** One call of an operation: the request that it sends, and the result of the response. */
export interface Exchange {
  call: (client: Client) => Promise<unknown>
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With its query, byte for byte. */
  path: string
  /** The exact bytes of the body. */
  sends?: string
  /** The key stays out of the header where it goes into the body or is not needed. */
  withoutKey?: true
  /** Spends something, so it has no idempotency key. */
  once?: true
  status?: number
  response?: unknown
  result?: unknown
}

/** By the name of their operation. */
export type Exchanges = Record<string, Exchange>

export { listOf } from '../bodies.ts'

export const page = (item: unknown) => ({ data: [item], listMetadata: { before: null, after: null } })

export const times = { created_at: '2026-01-15T12:00:00.000Z', updated_at: '2026-01-15T12:00:00.000Z' }
export const decodedTimes = { createdAt: '2026-01-15T12:00:00.000Z', updatedAt: '2026-01-15T12:00:00.000Z' }
