import { type FieldError, failWithErrors } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { fromJson, toJson } from '../../storage/json.ts'
import { getOrganization } from '../organizations/organizations.ts'
import { findAuditLogAction, findAuditLogSchema } from './actions.ts'
import type { AuditLogEventInput, AuditLogSchemaContent } from './audit-log-schema.ts'

/** Fails with 404, or with 400 `invalid_audit_log` for data that the schema of the action does not allow. */
export async function createAuditLogEvent(
  context: EngineContext,
  organizationId: string,
  event: AuditLogEventInput,
): Promise<void> {
  await getOrganization(context, organizationId)
  const action = await findAuditLogAction(context, event.action)
  const schema = action && (await findAuditLogSchema(context, event.action, event.version ?? action.version))
  if (action === undefined || schema === undefined) {
    const field = action === undefined ? 'action' : 'version'
    throw refused([
      { field, code: `unknown_${field}`, message: `${event.action} has no schema of this ${field}.` },
    ])
  }
  const problems = problemsOf(event, fromJson(schema.content))
  if (problems.length > 0) throw refused(problems)
  await context.db
    .insertInto('audit_log_events')
    .values({
      id: context.ids.next('audit_log_event'),
      organization_id: organizationId,
      action: event.action,
      occurred_at: Date.parse(event.occurred_at),
      content: toJson({ ...event, version: schema.version }),
      created_at: context.clock.now(),
    })
    .execute()
}

function problemsOf(event: AuditLogEventInput, schema: AuditLogSchemaContent): FieldError[] {
  const problems = [
    ...metadataProblems('metadata', event.metadata, schema.metadata),
    ...metadataProblems('actor.metadata', event.actor.metadata, schema.actor?.metadata),
  ]
  for (const [index, target] of event.targets.entries()) {
    const field = `targets.${index}`
    const known = schema.targets.find(({ type }) => type === target.type)
    if (known === undefined) {
      const message = `${target.type} is not a target of ${event.action}.`
      problems.push({ field: `${field}.type`, code: 'unknown_target', message })
    } else problems.push(...metadataProblems(`${field}.metadata`, target.metadata, known.metadata))
  }
  return problems
}

/** Checks names and simple types, which is what the API supports in a metadata schema. */
function metadataProblems(
  field: string,
  metadata: Record<string, unknown> = {},
  schema: Record<string, unknown> | undefined,
): FieldError[] {
  if (schema === undefined) return []
  const properties = (schema.properties ?? {}) as Record<string, { type?: unknown } | undefined>
  const required = Array.isArray(schema.required) ? schema.required.map(String) : []
  const missing = required.filter((name) => !Object.hasOwn(metadata, name))
  const wrong = Object.entries(metadata).filter(([name, value]) => {
    const type = Object.hasOwn(properties, name) ? properties[name]?.type : undefined
    return typeof type === 'string' && !isOfType(value, type)
  })
  return [
    ...missing.map((name) => ({
      field: `${field}.${name}`,
      code: 'required',
      message: `${field}.${name} is required.`,
    })),
    ...wrong.map(([name]) => ({
      field: `${field}.${name}`,
      code: 'invalid_type',
      message: `${field}.${name} must be a ${properties[name]?.type}.`,
    })),
  ]
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'array') return Array.isArray(value)
  if (type === 'null') return value === null
  return typeof value === type && value !== null && !Array.isArray(value)
}

function refused(errors: FieldError[]) {
  const message = 'Audit Log could not be processed due to missing or incorrect data.'
  return failWithErrors(400, 'invalid_audit_log', message, errors)
}
