import { isoTime } from '../../base/clock.ts'
import { notFound } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { toJson } from '../../storage/json.ts'
import { type Page, type PageQuery, pageOf } from '../../storage/read-page.ts'
import type { AuditLogActionRow, AuditLogSchemaRow } from '../../storage/tables.ts'
import { type AuditLogSchemaContent, presentAuditLogSchema } from './audit-log-schema.ts'

export function listAuditLogActions(
  context: EngineContext,
  page: PageQuery,
): Promise<Page<AuditLogActionRow>> {
  const rows = context.db.selectFrom('audit_log_actions').selectAll('audit_log_actions')
  return pageOf(context.db, rows, 'audit_log_actions', page)
}

/** With its newest schema. */
export async function showAuditLogAction(context: EngineContext, row: AuditLogActionRow) {
  const schema = await findAuditLogSchema(context, row.name, row.version)
  if (schema === undefined) throw notFound('Audit Log Schema', row.name)
  return {
    object: 'audit_log_action' as const,
    name: row.name,
    schema: presentAuditLogSchema(schema),
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}

export function findAuditLogAction(
  context: EngineContext,
  name: string,
): Promise<AuditLogActionRow | undefined> {
  return context.db.selectFrom('audit_log_actions').selectAll().where('name', '=', name).executeTakeFirst()
}

/** Fails with 404. */
export async function getAuditLogAction(context: EngineContext, name: string): Promise<AuditLogActionRow> {
  const row = await findAuditLogAction(context, name)
  if (row === undefined) throw notFound('Audit Log Action', name)
  return row
}

export function findAuditLogSchema(
  context: EngineContext,
  action: string,
  version: number,
): Promise<AuditLogSchemaRow | undefined> {
  return context.db
    .selectFrom('audit_log_schemas')
    .selectAll()
    .where('action', '=', action)
    .where('version', '=', version)
    .executeTakeFirst()
}

export function listAuditLogSchemas(
  context: EngineContext,
  { name }: AuditLogActionRow,
  page: PageQuery,
): Promise<Page<AuditLogSchemaRow>> {
  const rows = context.db
    .selectFrom('audit_log_schemas')
    .selectAll('audit_log_schemas')
    .where('audit_log_schemas.action', '=', name)
  return pageOf(context.db, rows, 'audit_log_schemas', page)
}

/** Adds the first or the next schema version of an action. */
export async function createAuditLogSchema(
  context: EngineContext,
  action: string,
  content: AuditLogSchemaContent,
): Promise<AuditLogSchemaRow> {
  const now = context.clock.now()
  return context.db.transaction().execute(async (trx) => {
    const { version } = await trx
      .insertInto('audit_log_actions')
      .values({
        id: context.ids.next('audit_log_action'),
        name: action,
        version: 1,
        created_at: now,
        updated_at: now,
      })
      .onConflict((on) =>
        on
          .column('name')
          .doUpdateSet((eb) => ({ version: eb('audit_log_actions.version', '+', 1), updated_at: now })),
      )
      .returning('version')
      .executeTakeFirstOrThrow()
    return trx
      .insertInto('audit_log_schemas')
      .values({
        id: context.ids.next('audit_log_schema'),
        action,
        version,
        content: toJson(content),
        created_at: now,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
  })
}
