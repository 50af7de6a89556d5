import * as v from 'valibot'
import { isoTime } from '../../base/clock.ts'
import { isoTimestamp } from '../../contract/values.ts'
import { fromJson } from '../../storage/json.ts'
import type { AuditLogSchemaRow } from '../../storage/tables.ts'

const metadata = v.record(v.string(), v.unknown())

/** The required shape of an action's events: the types of their targets, and their metadata as JSON Schema. */
export const SchemaContent = v.object({
  actor: v.optional(v.object({ metadata })),
  targets: v.array(v.object({ type: v.string(), metadata: v.optional(metadata) })),
  metadata: v.optional(metadata),
})

export type AuditLogSchemaContent = v.InferOutput<typeof SchemaContent>

export const AuditLogSchema = v.object({
  object: v.literal('audit_log_schema'),
  version: v.number(),
  ...SchemaContent.entries,
  created_at: isoTimestamp,
})

export const AuditLogAction = v.object({
  object: v.literal('audit_log_action'),
  name: v.string(),
  schema: AuditLogSchema,
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
})

const named = {
  id: v.string(),
  type: v.string(),
  name: v.optional(v.string()),
  metadata: v.optional(metadata),
}

export const AuditLogEvent = v.object({
  action: v.string(),
  occurred_at: isoTimestamp,
  actor: v.object(named),
  targets: v.array(v.object(named)),
  context: v.object({ location: v.string(), user_agent: v.optional(v.string()) }),
  metadata: v.optional(metadata),
  version: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
})

export type AuditLogEventInput = v.InferOutput<typeof AuditLogEvent>

export function presentAuditLogSchema(row: AuditLogSchemaRow): v.InferOutput<typeof AuditLogSchema> {
  return {
    object: 'audit_log_schema',
    version: row.version,
    ...fromJson<AuditLogSchemaContent>(row.content),
    created_at: isoTime(row.created_at),
  }
}
