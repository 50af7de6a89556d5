import type { EngineContext } from '../../context/engine-context.ts'
import { toJson } from '../../storage/json.ts'
import type { ConnectionRow } from '../../storage/tables.ts'

export function findConnection(context: EngineContext, id: string): Promise<ConnectionRow | undefined> {
  return context.db.selectFrom('connections').selectAll().where('id', '=', id).executeTakeFirst()
}

export function activeConnections(context: EngineContext): Promise<ConnectionRow[]> {
  return context.db.selectFrom('connections').selectAll().where('state', '=', 'active').execute()
}

/** Ids of an organization's active connections, the oldest first. */
export async function connectionsOf(context: EngineContext, organizationId: string): Promise<string[]> {
  const rows = await context.db
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
export async function addConnection(context: EngineContext, input: ConnectionInput): Promise<void> {
  const known = await context.db
    .selectFrom('connections')
    .select('id')
    .where('organization_id', '=', input.organizationId)
    .where('name', '=', input.name)
    .executeTakeFirst()
  if (known !== undefined) return
  const now = context.clock.now()
  await context.db
    .insertInto('connections')
    .values({
      id: input.id ?? context.ids.next('conn'),
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
