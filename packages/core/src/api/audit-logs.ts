import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { list, type PageParams, type PagePromise } from './request/page.ts'
import { path } from './request/path.ts'
import { object } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Records an event in an organization. Repeating the call with the same `idempotencyKey` records it once.
 *
 * Fails with `ApiError` `entity_not_found`, `invalid_audit_log` or `invalid_audit_log_event` (the event does not match its
 * schema), `invalid_request_parameters` or `rate_limit_exceeded`.
 * @see OpenAPI `POST /audit_logs/events`
 */
export function createAuditLogEvent(
  api: Api,
  params: CreateAuditLogEventParams,
  options?: CallOptions,
): Promise<RecordedAuditLogEvent> {
  const at = path`/audit_logs/events`
  return request(
    api,
    { method: 'POST', path: at, body: params, read: readRecorded, result: 'auditLogEvent' },
    options,
  )
}

export interface CreateAuditLogEventParams {
  organizationId: string
  event: AuditLogEvent
}

/** An event: an action, its actor and its targets. */
export interface AuditLogEvent {
  /** For example `document.deleted`. */
  action: string
  /** ISO 8601. */
  occurredAt: string
  actor: AuditLogParty
  targets: readonly AuditLogParty[]
  context: AuditLogContext
  /** Your own data. Its keys are never renamed. */
  metadata?: Record<string, unknown>
  /** The version of the action's schema. Default: the newest. */
  version?: number
}

/** The actor or a target of an event. */
export interface AuditLogParty {
  id: string
  /** For example `user` or `document`. */
  type: string
  name?: string
  /** Your own data. Its keys are never renamed. */
  metadata?: Record<string, unknown>
}

/** The origin of an event. */
export interface AuditLogContext {
  /** The IP address from which the event came. */
  location: string
  userAgent?: string
}

/** The result of {@link createAuditLogEvent}. */
export interface RecordedAuditLogEvent {
  success: boolean
}

const readRecorded = object<RecordedAuditLogEvent>({ success: 'boolean' })

/**
 * Lists the actions that have a schema.
 *
 * Fails with `ApiError` `invalid_request_parameters`.
 * @see OpenAPI `GET /audit_logs/actions`
 */
export function listAuditLogActions(
  api: Api,
  params: PageParams = {},
  options?: CallOptions,
): PagePromise<AuditLogAction> {
  return list(api, { path: path`/audit_logs/actions`, params, item: readAction }, options)
}

/** An action, and the newest schema of its events. */
export interface AuditLogAction {
  object: 'audit_log_action'
  name: string
  schema: AuditLogSchema
  /** ISO 8601, UTC. */
  createdAt: string
  /** ISO 8601, UTC. */
  updatedAt: string
}

/** The required shape of an action's events. */
export interface AuditLogSchema {
  object: 'audit_log_schema'
  version: number
  actor?: { metadata: Record<string, unknown> }
  targets: AuditLogTargetSchema[]
  /** A JSON schema. Its keys are never renamed. */
  metadata?: Record<string, unknown>
  /** ISO 8601, UTC. */
  createdAt: string
}

/** The required shape of a target type. */
export interface AuditLogTargetSchema {
  type: string
  /** A JSON schema. Its keys are never renamed. */
  metadata?: Record<string, unknown>
}

const readSchema = object<AuditLogSchema>({ version: 'number', targets: (targets) => targets ?? [] })

const readAction = object<AuditLogAction>({ name: 'string', schema: readSchema })

/**
 * Lists the versions of the schema of an action, newest first.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /audit_logs/actions/{actionName}/schemas`
 */
export function listAuditLogSchemas(
  api: Api,
  { actionName, ...params }: ListAuditLogSchemasParams,
  options?: CallOptions,
): PagePromise<AuditLogSchema> {
  return list(
    api,
    { path: path`/audit_logs/actions/${{ externalId: actionName }}/schemas`, params, item: readSchema },
    options,
  )
}

export interface ListAuditLogSchemasParams extends PageParams {
  actionName: string
}

/**
 * Adds a version of the schema of an action.
 *
 * Fails with `ApiError` `invalid_request_parameters`.
 * @see OpenAPI `POST /audit_logs/actions/{actionName}/schemas`
 */
export function createAuditLogSchema(
  api: Api,
  { actionName, ...body }: CreateAuditLogSchemaParams,
  options?: CallOptions,
): Promise<AuditLogSchema> {
  const at = path`/audit_logs/actions/${{ externalId: actionName }}/schemas`
  return request(api, { method: 'POST', path: at, body, read: readSchema, result: 'auditLogSchema' }, options)
}

export interface CreateAuditLogSchemaParams {
  actionName: string
  actor?: { metadata: Record<string, unknown> }
  targets: readonly AuditLogTargetSchema[]
  metadata?: Record<string, unknown>
}

/**
 * Starts an export of events as CSV. Poll `getAuditLogExport` until it is `ready`.
 *
 * Fails with `ApiError` `bad_request`.
 * @see OpenAPI `POST /audit_logs/exports`
 */
export function createAuditLogExport(
  api: Api,
  params: CreateAuditLogExportParams,
  options?: CallOptions,
): Promise<AuditLogExport> {
  const at = path`/audit_logs/exports`
  return request(
    api,
    { method: 'POST', path: at, body: params, read: readExport, result: 'auditLogExport' },
    options,
  )
}

export interface CreateAuditLogExportParams {
  organizationId: string
  /** ISO 8601. */
  rangeStart: string
  /** ISO 8601. */
  rangeEnd: string
  actions?: readonly string[]
  actors?: readonly string[]
  actorNames?: readonly string[]
  actorIds?: readonly string[]
  targets?: readonly string[]
}

/** An export of events. `url` gives access to anyone who has it, so it is redacted in logs and JSON. */
export interface AuditLogExport {
  object: 'audit_log_export'
  id: string
  state: 'pending' | 'ready' | 'error' | 'expired' | (string & {})
  /** The URL of the file, once the export is `ready`. Secret. */
  url?: string | null
  /** ISO 8601, UTC. */
  createdAt: string
  /** ISO 8601, UTC. */
  updatedAt: string
}

const readExport = object<AuditLogExport>({ id: 'string', state: 'string' }, ['url'])

/**
 * Fetches an export of events.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /audit_logs/exports/{auditLogExportId}`
 */
export function getAuditLogExport(
  api: Api,
  { auditLogExportId }: GetAuditLogExportParams,
  options?: CallOptions,
): Promise<AuditLogExport> {
  const at = path`/audit_logs/exports/${auditLogExportId}`
  return request(api, { method: 'GET', path: at, read: readExport, result: 'auditLogExport' }, options)
}

export interface GetAuditLogExportParams {
  auditLogExportId: string
}

/**
 * Fetches how long an organization's events are retained, and where they are streamed to.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /organizations/{id}/audit_log_configuration`
 */
export function getAuditLogConfiguration(
  api: Api,
  { organizationId }: GetAuditLogConfigurationParams,
  options?: CallOptions,
): Promise<AuditLogConfiguration> {
  const at = path`/organizations/${organizationId}/audit_log_configuration`
  return request(
    api,
    { method: 'GET', path: at, read: readConfiguration, result: 'auditLogConfiguration' },
    options,
  )
}

export interface GetAuditLogConfigurationParams {
  organizationId: string
}

/** The retention period of an organization's events, and the stream that receives them. */
export interface AuditLogConfiguration {
  organizationId: string
  retentionPeriodInDays: number
  state: 'active' | 'inactive' | 'disabled' | (string & {})
  logStream?: AuditLogStream
}

/** A stream that receives events. */
export interface AuditLogStream {
  id: string
  /** For example `Datadog` or `S3`. */
  type: string
  state: 'active' | 'inactive' | 'error' | 'invalid' | (string & {})
  /** ISO 8601, UTC. */
  lastSyncedAt: string | null
  createdAt: string
}

const readConfiguration = object<AuditLogConfiguration>({ organizationId: 'string', state: 'string' })

/**
 * Fetches how long an organization's events are retained.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /organizations/{id}/audit_logs_retention`
 */
export function getAuditLogRetention(
  api: Api,
  { organizationId }: GetAuditLogRetentionParams,
  options?: CallOptions,
): Promise<AuditLogRetention> {
  const at = path`/organizations/${organizationId}/audit_logs_retention`
  return request(api, { method: 'GET', path: at, read: readRetention, result: 'auditLogRetention' }, options)
}

export interface GetAuditLogRetentionParams {
  organizationId: string
}

/** The retention period of events. */
export interface AuditLogRetention {
  retentionPeriodInDays: number | null
}

const readRetention = object<AuditLogRetention>({ retentionPeriodInDays: 'nullable' })

/**
 * Sets how long an organization's events are retained.
 *
 * Fails with `ApiError` `entity_not_found` or `invalid_request_parameters`.
 * @see OpenAPI `PUT /organizations/{id}/audit_logs_retention`
 */
export function setAuditLogRetention(
  api: Api,
  { organizationId, ...body }: SetAuditLogRetentionParams,
  options?: CallOptions,
): Promise<AuditLogRetention> {
  const at = path`/organizations/${organizationId}/audit_logs_retention`
  return request(
    api,
    { method: 'PUT', path: at, body, read: readRetention, result: 'auditLogRetention' },
    options,
  )
}

export interface SetAuditLogRetentionParams {
  organizationId: string
  retentionPeriodInDays: number
}
