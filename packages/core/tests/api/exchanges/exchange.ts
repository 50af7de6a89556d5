import type { Client } from '../../../src/api/index.ts'

/** One call of an operation: the request that it sends, the response, and the result. */
export interface Exchange {
  call: (client: Client) => Promise<unknown>
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** The path with its query, byte for byte. */
  path: string
  /** The exact bytes of the body. */
  sends?: string
  /** Set if the header contains no API key, because the key is in the body or is not needed. */
  withoutKey?: true
  /** Set if the call uses a single-use value, and therefore has no idempotency key. */
  once?: true
  status?: number
  response?: unknown
  result?: unknown
}

/** Exchanges by the name of their operation. */
export type Exchanges = Record<string, Exchange>

export { listOf } from '../bodies.ts'

export const page = (item: unknown) => ({ data: [item], listMetadata: { before: null, after: null } })

export const times = { created_at: '2026-01-15T12:00:00.000Z', updated_at: '2026-01-15T12:00:00.000Z' }
export const decodedTimes = { createdAt: '2026-01-15T12:00:00.000Z', updatedAt: '2026-01-15T12:00:00.000Z' }
