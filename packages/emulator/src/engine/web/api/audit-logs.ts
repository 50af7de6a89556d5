import * as v from 'valibot'
import { isoTimestamp } from '../../contract/values.ts'
import {
  createAuditLogSchema,
  getAuditLogAction,
  listAuditLogActions,
  listAuditLogSchemas,
  showAuditLogAction,
} from '../../domain/audit-logs/actions.ts'
import { createAuditLogEvent } from '../../domain/audit-logs/audit-log-events.ts'
import {
  createAuditLogExport,
  getAuditLogExport,
  presentAuditLogExport,
  readAuditLogExport,
} from '../../domain/audit-logs/audit-log-exports.ts'
import {
  AuditLogAction,
  AuditLogEvent,
  AuditLogSchema,
  presentAuditLogSchema,
  SchemaContent,
} from '../../domain/audit-logs/audit-log-schema.ts'
import { auditLogConfiguration, setRetention } from '../../domain/audit-logs/retention.ts'
import { getOrganization } from '../../domain/organizations/organizations.ts'
import { created, ok, operation } from '../http/operation.ts'
import { resourceOperations } from '../http/resource.ts'

const ACTIONS = '/audit_logs/actions'
const EXPORTS = '/audit_logs/exports'
const RETENTION = '/organizations/:id/audit_logs_retention'

const AuditLogExport = v.object({
  object: v.literal('audit_log_export'),
  id: v.string(),
  state: v.picklist(['pending', 'ready', 'error', 'expired']),
  url: v.nullable(v.string()),
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
})
const Retention = v.object({ retention_period_in_days: v.nullable(v.number()) })
/** One to eleven months, or one to ten years. */
const PERIOD = /^(?:1_MONTH|(?:[2-9]|1[01])_MONTHS|1_YEAR|(?:[2-9]|10)_YEARS)$/

function daysOf(period: string): number {
  return Number.parseInt(period, 10) * (period.includes('YEAR') ? 365 : 30)
}

const texts = v.optional(v.array(v.string()))

export const auditLogOperations = [
  ...resourceOperations({
    name: 'AuditLogAction',
    noun: 'an action of audit logs',
    path: ACTIONS,
    object: AuditLogAction,
    present: (row, context) => showAuditLogAction(context, row),
    list: { page: listAuditLogActions },
  }),
  ...resourceOperations({
    name: 'AuditLogSchema',
    noun: 'a schema of an action',
    path: `${ACTIONS}/:actionName/schemas`,
    object: AuditLogSchema,
    present: presentAuditLogSchema,
    parent: async (_context, { actionName }) => ({ actionName }),
    list: {
      page: async (context, query, { actionName }) =>
        listAuditLogSchemas(context, await getAuditLogAction(context, actionName), query),
    },
    create: {
      body: SchemaContent,
      run: (context, body, { actionName }) => createAuditLogSchema(context, actionName, body),
    },
  }),
  operation({
    id: 'createAuditLogEvent',
    method: 'POST',
    path: '/audit_logs/events',
    summary: 'Add an event to the audit log of an organization',
    body: v.object({ organization_id: v.string(), event: AuditLogEvent }),
    responses: { 200: v.object({ success: v.boolean() }) },
    refusals: { 400: ['invalid_audit_log'] },
    async handle({ context, body }) {
      await createAuditLogEvent(context, body.organization_id, body.event)
      return ok({ success: true })
    },
  }),
  operation({
    id: 'createAuditLogExport',
    method: 'POST',
    path: EXPORTS,
    summary: 'Create an audit log export',
    body: v.object({
      organization_id: v.string(),
      range_start: isoTimestamp,
      range_end: isoTimestamp,
      actions: texts,
      actors: texts,
      actor_names: texts,
      actor_ids: texts,
      targets: texts,
    }),
    responses: { 201: AuditLogExport },
    refusals: { 400: [] },
    async handle({ context, body: { organization_id, ...filter } }) {
      const row = await createAuditLogExport(context, organization_id, filter)
      return created(presentAuditLogExport(context, row, true))
    },
  }),
  operation({
    id: 'getAuditLogExport',
    method: 'GET',
    path: `${EXPORTS}/:id`,
    summary: 'Get the state and the URL of an audit log export',
    responses: { 200: AuditLogExport },
    async handle({ context, params }) {
      return ok(presentAuditLogExport(context, await getAuditLogExport(context, params.id)))
    },
  }),
  operation({
    id: 'downloadAuditLogExport',
    method: 'GET',
    path: `${EXPORTS}/:id/download`,
    summary: 'Download an audit log export; its URL contains the token',
    access: 'client_in_query',
    query: v.object({ client_id: v.string(), token: v.string() }),
    responses: { 200: v.string() },
    async handle({ context, params, query }) {
      return {
        status: 200,
        headers: {
          'Content-Type': 'text/csv; charset=utf-8',
          'Content-Disposition': 'attachment; filename="audit-logs.csv"',
        },
        body: await readAuditLogExport(context, params.id, query.token),
      }
    },
  }),
  operation({
    id: 'getAuditLogConfiguration',
    method: 'GET',
    path: '/organizations/:id/audit_log_configuration',
    summary: 'Get the audit log settings of an organization',
    responses: {
      200: v.object({
        organization_id: v.string(),
        retention_period_in_days: v.number(),
        state: v.picklist(['active', 'inactive', 'disabled']),
      }),
    },
    async handle({ context, params }) {
      return ok(await auditLogConfiguration(context, await getOrganization(context, params.id)))
    },
  }),
  operation({
    id: 'getAuditLogsRetention',
    method: 'GET',
    path: RETENTION,
    summary: 'Get how long an organization keeps audit logs',
    responses: { 200: Retention },
    async handle({ context, params }) {
      const { audit_log_days } = await getOrganization(context, params.id)
      return ok({ retention_period_in_days: audit_log_days })
    },
  }),
  operation({
    id: 'updateAuditLogsRetention',
    method: 'PUT',
    path: RETENTION,
    summary: 'Set how long an organization keeps audit logs',
    body: v.union([
      v.object({
        retention_period_in_days: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3650)),
      }),
      // The format that the WorkOS SDK sends.
      v.object({ retention_period: v.pipe(v.string(), v.regex(PERIOD)) }),
    ]),
    responses: { 200: Retention },
    async handle({ context, params, body }) {
      const organization = await getOrganization(context, params.id)
      const days = 'retention_period' in body ? daysOf(body.retention_period) : body.retention_period_in_days
      await setRetention(context, organization, days)
      return ok({ retention_period_in_days: days })
    },
  }),
]
