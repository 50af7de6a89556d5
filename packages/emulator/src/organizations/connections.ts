import type { EngineContext } from '../context/engine-context.ts'
import { toJson } from '../storage/json.ts'
import type { ConnectionRow } from '../storage/tables.ts'

export function findConnection(env: EngineContext, id: string): Promise<ConnectionRow | undefined> {
  return env.db.selectFrom('connections').selectAll().where('id', '=', id).executeTakeFirst()
}

export function activeConnections(env: EngineContext): Promise<ConnectionRow[]> {
  return env.db.selectFrom('connections').selectAll().where('state', '=', 'active').execute()
}

/** Ids of an organization's active connections, the oldest first. */
export async function connectionsOf(env: EngineContext, organizationId: string): Promise<string[]> {
  const rows = await env.db
    .selectFrom('connections')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('state', '=', 'active')
    .orderBy('created_at')
    .execute()
  return rows.map(({ id }) => id)
}

export interface ConnectionInput {
  id?: string | undefined
  organizationId: string
  name: string
  type: string
  /** As A-labels. */
  domains: string[]
  profiles: object[]
}

/** Adds a connection, unless the organization has one of this name. */
export async function addConnection(env: EngineContext, input: ConnectionInput): Promise<void> {
  const known = await env.db
    .selectFrom('connections')
    .select('id')
    .where('organization_id', '=', input.organizationId)
    .where('name', '=', input.name)
    .executeTakeFirst()
  if (known !== undefined) return
  const now = env.clock.now()
  await env.db
    .insertInto('connections')
    .values({
      id: input.id ?? env.ids.next('conn'),
      organization_id: input.organizationId,
      name: input.name,
      type: input.type,
      state: 'active',
      domains: toJson(input.domains),
      profiles: toJson(input.profiles),
      created_at: now,
      updated_at: now,
    })
    .execute()
}
