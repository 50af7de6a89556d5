import { decodedTimes, type Exchanges, listOf, page, times } from './exchange.ts'

const actionName = 'document.deleted'
const shape = { type: 'object', properties: { page_count: { type: 'number' } } }
const schema = {
  object: 'audit_log_schema',
  version: 2,
  actor: { metadata: shape },
  targets: [{ type: 'document', metadata: shape }],
  metadata: shape,
  created_at: '2026-01-15T12:00:00.000Z',
}
const decodedSchema = {
  object: 'audit_log_schema',
  version: 2,
  actor: { metadata: shape },
  targets: [{ type: 'document', metadata: shape }],
  metadata: shape,
  createdAt: '2026-01-15T12:00:00.000Z',
}
const auditLogExport = {
  object: 'audit_log_export',
  id: 'audit_log_export_01',
  state: 'ready',
  url: 'https://exports.example/x?signature=abc',
  ...times,
}
const decodedExport = {
  object: 'audit_log_export',
  id: 'audit_log_export_01',
  state: 'ready',
  url: 'https://exports.example/x?signature=abc',
  ...decodedTimes,
}

export const auditLogExchanges: Exchanges = {
  createAuditLogEvent: {
    call: (c) =>
      c.createAuditLogEvent({
        organizationId: 'org_01',
        event: {
          action: actionName,
          occurredAt: '2026-01-15T12:00:00Z',
          actor: { id: 'user_01', type: 'user', metadata: { jobTitle: 'picker' } },
          targets: [{ id: 'doc_1', type: 'document', name: 'Plan' }],
          context: { location: '203.0.113.7', userAgent: 'Firefox' },
          metadata: { page_count: 2 },
          version: 2,
        },
      }),
    method: 'POST',
    path: '/audit_logs/events',
    sends:
      '{"organization_id":"org_01","event":{"action":"document.deleted","occurred_at":"2026-01-15T12:00:00Z","actor":{"id":"user_01","type":"user","metadata":{"jobTitle":"picker"}},"targets":[{"id":"doc_1","type":"document","name":"Plan"}],"context":{"location":"203.0.113.7","user_agent":"Firefox"},"metadata":{"page_count":2},"version":2}}',
    response: { success: true },
    result: { success: true },
  },
  listAuditLogActions: {
    call: (c) => c.listAuditLogActions(),
    method: 'GET',
    path: '/audit_logs/actions?limit=10',
    response: listOf({ object: 'audit_log_action', name: actionName, schema, ...times }),
    result: page({ object: 'audit_log_action', name: actionName, schema: decodedSchema, ...decodedTimes }),
  },
  listAuditLogSchemas: {
    call: (c) => c.listAuditLogSchemas({ actionName }),
    method: 'GET',
    path: '/audit_logs/actions/document.deleted/schemas?limit=10',
    response: listOf(schema),
    result: page(decodedSchema),
  },
  createAuditLogSchema: {
    call: (c) =>
      c.createAuditLogSchema({
        actionName,
        actor: { metadata: shape },
        targets: [{ type: 'document', metadata: shape }],
      }),
    method: 'POST',
    path: '/audit_logs/actions/document.deleted/schemas',
    sends: `{"actor":{"metadata":${JSON.stringify(shape)}},"targets":[{"type":"document","metadata":${JSON.stringify(shape)}}]}`,
    status: 201,
    response: schema,
    result: decodedSchema,
  },
  createAuditLogExport: {
    call: (c) =>
      c.createAuditLogExport({
        organizationId: 'org_01',
        rangeStart: '2026-01-01T00:00:00Z',
        rangeEnd: '2026-02-01T00:00:00Z',
        actorIds: ['user_01'],
      }),
    method: 'POST',
    path: '/audit_logs/exports',
    sends:
      '{"organization_id":"org_01","range_start":"2026-01-01T00:00:00Z","range_end":"2026-02-01T00:00:00Z","actor_ids":["user_01"]}',
    status: 201,
    response: auditLogExport,
    result: decodedExport,
  },
  getAuditLogExport: {
    call: (c) => c.getAuditLogExport({ auditLogExportId: auditLogExport.id }),
    method: 'GET',
    path: '/audit_logs/exports/audit_log_export_01',
    response: auditLogExport,
    result: decodedExport,
  },
  getAuditLogConfiguration: {
    call: (c) => c.getAuditLogConfiguration({ organizationId: 'org_01' }),
    method: 'GET',
    path: '/organizations/org_01/audit_log_configuration',
    response: {
      organization_id: 'org_01',
      retention_period_in_days: 30,
      state: 'active',
      log_stream: {
        id: 's_1',
        type: 'S3',
        state: 'active',
        last_synced_at: null,
        created_at: '2026-01-15T12:00:00.000Z',
      },
    },
    result: {
      organizationId: 'org_01',
      retentionPeriodInDays: 30,
      state: 'active',
      logStream: {
        id: 's_1',
        type: 'S3',
        state: 'active',
        lastSyncedAt: null,
        createdAt: '2026-01-15T12:00:00.000Z',
      },
    },
  },
  getAuditLogRetention: {
    call: (c) => c.getAuditLogRetention({ organizationId: 'org_01' }),
    method: 'GET',
    path: '/organizations/org_01/audit_logs_retention',
    response: { retention_period_in_days: null },
    result: { retentionPeriodInDays: null },
  },
  setAuditLogRetention: {
    call: (c) => c.setAuditLogRetention({ organizationId: 'org_01', retentionPeriodInDays: 30 }),
    method: 'PUT',
    path: '/organizations/org_01/audit_logs_retention',
    sends: '{"retention_period_in_days":30}',
    response: { retention_period_in_days: 30 },
    result: { retentionPeriodInDays: 30 },
  },
}
