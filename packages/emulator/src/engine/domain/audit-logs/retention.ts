import type { EngineContext } from '../../context/engine-context.ts'
import type { OrganizationRow } from '../../storage/tables.ts'
import { retentionDays } from './audit-log-exports.ts'

export async function setRetention(
  context: EngineContext,
  organization: OrganizationRow,
  days: number,
): Promise<void> {
  await context.db
    .updateTable('organizations')
    .set({ audit_log_days: days })
    .where('id', '=', organization.id)
    .execute()
}

/** Audit logs are `active` in an organization from its first event. */
export async function auditLogConfiguration(context: EngineContext, organization: OrganizationRow) {
  const event = await context.db
    .selectFrom('audit_log_events')
    .select('id')
    .where('organization_id', '=', organization.id)
    .limit(1)
    .executeTakeFirst()
  return {
    organization_id: organization.id,
    retention_period_in_days: retentionDays(organization),
    state: event === undefined ? ('inactive' as const) : ('active' as const),
  }
}
