import type { FlowPayload, SessionPayload } from '@latchkey/core'
import { type PostgresPool, postgresCoordinator } from '@latchkey/core/coordinator/postgres'
import { getUser, setApiKey } from '@latchkey/core/default'
import { nodeTransport } from '@latchkey/core/node'
import { ApiError, type Client, createClient } from '@latchkey/core/server'

setApiKey('sk_test_0123456789')
const client: Client = createClient({ apiKey: 'sk_test_0123456789', fetch: nodeTransport() })

export async function nameOf(userId: string): Promise<string | null> {
  try {
    return (await client.getUser({ userId })).firstName ?? (await getUser({ userId })).firstName
  } catch (error) {
    if (error instanceof ApiError && error.code === 'entity_not_found') return null
    throw error
  }
}

export const coordinatorOver = (pool: PostgresPool) => postgresCoordinator({ pool })

export type Page = { session: SessionPayload; flow: FlowPayload }
