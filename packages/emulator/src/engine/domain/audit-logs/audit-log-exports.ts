import { isoTime } from '../../base/clock.ts'
import { failWithMessage, notFound } from '../../base/failure.ts'
import { sameText } from '../../base/secrets.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { fromJson, toJson } from '../../storage/json.ts'
import type { AuditLogExportRow, OrganizationRow } from '../../storage/tables.ts'
import { getOrganization } from '../organizations/organizations.ts'
import type { AuditLogEventInput } from './audit-log-schema.ts'

const LIFETIME_MS = 10 * 60_000
const DAY_MS = 24 * 60 * 60_000

export interface AuditLogFilter {
  range_start: string
  range_end: string
  actions?: string[] | undefined
  /** Names of actors, as `actor_names`. */
  actors?: string[] | undefined
  actor_names?: string[] | undefined
  actor_ids?: string[] | undefined
  /** Types of targets. */
  targets?: string[] | undefined
}

/** Requests a file of events. Fails with 404, or with 400 if the range is empty. */
export async function createAuditLogExport(
  context: EngineContext,
  organizationId: string,
  filter: AuditLogFilter,
): Promise<AuditLogExportRow> {
  await getOrganization(context, organizationId)
  if (Date.parse(filter.range_start) >= Date.parse(filter.range_end)) {
    throw failWithMessage(400, 'Invalid date range: range_start must be before range_end.')
  }
  const now = context.clock.now()
  return context.db
    .insertInto('audit_log_exports')
    .values({
      id: context.ids.next('audit_log_export'),
      organization_id: organizationId,
      filter: toJson(filter),
      expires_at: now + LIFETIME_MS,
      created_at: now,
      updated_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Fails with 404. */
export async function getAuditLogExport(context: EngineContext, id: string): Promise<AuditLogExportRow> {
  const row = await context.db
    .selectFrom('audit_log_exports')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) throw notFound('Audit Log Export', id)
  return row
}

/** `pending` in the response to its creation; `ready` afterward, for ten minutes. */
export function presentAuditLogExport(context: EngineContext, row: AuditLogExportRow, isNew = false) {
  const isExpired = row.expires_at <= context.clock.now()
  const state = isNew ? ('pending' as const) : isExpired ? ('expired' as const) : ('ready' as const)
  return {
    object: 'audit_log_export' as const,
    id: row.id,
    state,
    url: state === 'ready' ? addressOf(context, row) : null,
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}

function addressOf(context: EngineContext, { id }: AuditLogExportRow): string {
  const query = new URLSearchParams({ client_id: context.clientId, token: tokenOf(context, id) })
  return `${context.config.baseUrl}/audit_logs/exports/${id}/download?${query}`
}

function tokenOf(context: EngineContext, id: string): string {
  return context.vault.digest('audit_log_export', id)
}

/** Returns the file to anyone who has its URL. Fails with 404. */
export async function readAuditLogExport(context: EngineContext, id: string, token: string): Promise<string> {
  const row = await getAuditLogExport(context, id)
  const isOpen = sameText(token, tokenOf(context, id)) && row.expires_at > context.clock.now()
  if (!isOpen) throw notFound('Audit Log Export', id)
  const events = await exportedEvents(context, row)
  return [HEADINGS, ...events.map(cellsOf)].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')
}

interface ExportedEvent extends AuditLogEventInput {
  id: string
}

async function exportedEvents(context: EngineContext, row: AuditLogExportRow): Promise<ExportedEvent[]> {
  const filter = fromJson<AuditLogFilter>(row.filter)
  const organization = await getOrganization(context, row.organization_id)
  let rows = context.db
    .selectFrom('audit_log_events')
    .selectAll()
    .where('organization_id', '=', row.organization_id)
    .where(
      'occurred_at',
      '>=',
      Math.max(Date.parse(filter.range_start), retainedSince(context, organization)),
    )
    .where('occurred_at', '<', Date.parse(filter.range_end))
  if (filter.actions !== undefined && filter.actions.length > 0)
    rows = rows.where('action', 'in', filter.actions)
  const names = [...(filter.actors ?? []), ...(filter.actor_names ?? [])]
  const found = await rows.orderBy('occurred_at').orderBy('id').execute()
  return found
    .map(({ id, content }) => ({ ...fromJson<AuditLogEventInput>(content), id }))
    .filter(({ actor }) => names.length === 0 || names.includes(actor.name ?? ''))
    .filter(({ actor }) => isAmong(actor.id, filter.actor_ids))
    .filter(({ targets }) => targets.some(({ type }) => isAmong(type, filter.targets)))
}

function isAmong(value: string, allowed: string[] | undefined): boolean {
  return allowed === undefined || allowed.length === 0 || allowed.includes(value)
}

/** Events are kept for a year, unless the organization sets another period. */
const RETENTION_DAYS = 365

function retainedSince(context: EngineContext, organization: OrganizationRow): number {
  return context.clock.now() - retentionDays(organization) * DAY_MS
}

export function retentionDays({ audit_log_days }: OrganizationRow): number {
  return audit_log_days ?? RETENTION_DAYS
}

const HEADINGS = [
  'id',
  'action',
  'occurred_at',
  'actor_id',
  'actor_type',
  'actor_name',
  'targets',
  'location',
  'user_agent',
  'metadata',
]

function cellsOf({ id, action, occurred_at, actor, targets, context, metadata }: ExportedEvent): string[] {
  return [
    id,
    action,
    occurred_at,
    actor.id,
    actor.type,
    actor.name ?? '',
    toJson(targets),
    context.location,
    context.user_agent ?? '',
    metadata === undefined ? '' : toJson(metadata),
  ]
}

/** RFC 4180. Values that a spreadsheet would treat as a formula are escaped as text. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
