import { notFound } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { domainKey } from '../../contract/email-address.ts'
import { toJson } from '../../storage/json.ts'
import { type Page, type PageQuery, pageOf } from '../../storage/read-page.ts'
import type { ConnectionRow } from '../../storage/tables.ts'
import { recordEvent } from '../events/record-event.ts'
import { presentConnection } from './connection-schema.ts'

export function findConnection(context: EngineContext, id: string): Promise<ConnectionRow | undefined> {
  return context.db.selectFrom('connections').selectAll().where('id', '=', id).executeTakeFirst()
}

export function activeConnections(context: EngineContext): Promise<ConnectionRow[]> {
  return context.db.selectFrom('connections').selectAll().where('state', '=', 'active').execute()
}

/** The ids of an organization's active connections, oldest first. */
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

/** Adds a connection, unless the organization has one with this name. */
export async function addConnection(context: EngineContext, input: ConnectionInput): Promise<void> {
  const known = await context.db
    .selectFrom('connections')
    .select('id')
    .where('organization_id', '=', input.organizationId)
    .where('name', '=', input.name)
    .executeTakeFirst()
  if (known !== undefined) return
  const now = context.clock.now()
  const row = await context.db
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
    .returningAll()
    .executeTakeFirstOrThrow()
  await recordConnection(context, 'activated', row)
}

export interface ConnectionFilter {
  connection_type?: string | undefined
  domain?: string | undefined
  organization_id?: string | undefined
  /** Part of the name. */
  search?: string | undefined
}

export function listConnections(
  context: EngineContext,
  { connection_type, domain, organization_id, search, ...page }: ConnectionFilter & PageQuery,
): Promise<Page<ConnectionRow>> {
  let rows = context.db.selectFrom('connections').selectAll('connections')
  if (connection_type !== undefined) rows = rows.where('connections.type', '=', connection_type)
  if (organization_id !== undefined) rows = rows.where('connections.organization_id', '=', organization_id)
  if (search !== undefined) rows = rows.where('connections.name', 'like', `%${search.replace(/[%_]/g, '')}%`)
  if (domain !== undefined) {
    rows = rows.where('connections.domains', 'like', `%${toJson(domainKey(domain) ?? domain)}%`)
  }
  return pageOf(context.db, rows, 'connections', page)
}

/** Fails with 404. */
export async function getConnection(context: EngineContext, id: string): Promise<ConnectionRow> {
  const row = await findConnection(context, id)
  if (row === undefined) throw notFound('Connection', id)
  return row
}

/** Whether users can sign in through it. */
export async function switchConnection(
  context: EngineContext,
  connection: ConnectionRow,
  state: ConnectionRow['state'],
): Promise<ConnectionRow> {
  if (connection.state === state) return connection
  const row = await context.db
    .updateTable('connections')
    .set({ state, updated_at: context.clock.now() })
    .where('id', '=', connection.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await recordConnection(context, state === 'active' ? 'activated' : 'deactivated', row)
  return row
}

/** Codes that were issued through it are refused from now on. */
export async function deleteConnection(context: EngineContext, connection: ConnectionRow): Promise<void> {
  await context.db.deleteFrom('connections').where('id', '=', connection.id).execute()
  await recordConnection(context, 'deleted', connection)
}

async function recordConnection(
  context: EngineContext,
  what: 'activated' | 'deactivated' | 'deleted',
  row: ConnectionRow,
): Promise<void> {
  await recordEvent(context, `connection.${what}`, presentConnection(row), row.organization_id)
}
