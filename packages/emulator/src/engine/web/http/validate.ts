import * as v from 'valibot'
import { type FieldError, invalid } from '../../base/failure.ts'
import type { Schema } from './operation.ts'

/** Parses `input`, or throws 422 with one entry per field. Unknown fields are dropped, never refused. */
export function validate<S extends Schema>(schema: S, input: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, input, { abortPipeEarly: true })
  if (result.success) return result.output
  throw invalid(result.issues.map(fieldError))
}

const TYPES = new Set(['string', 'boolean', 'number', 'array', 'object', 'record'])

function fieldError(issue: v.BaseIssue<unknown>): FieldError {
  const field = v.getDotPath(issue) ?? 'body'
  const name = field.replaceAll('.', '_')
  // A missing required key is reported for the object. Its expected type is not in the issue; here it is always a string.
  if (issue.type === 'object' || issue.type === 'strict_object') {
    if (field !== 'body') return { field, code: `${name}_string_required`, message: `${field} is required.` }
    return { field, code: 'object_required', message: 'The body must be a JSON object.' }
  }
  if (TYPES.has(issue.type)) {
    return { field, code: `${name}_${issue.type}_required`, message: `${field} must be a ${issue.type}.` }
  }
  if (/^[a-z]+(?:_[a-z]+)+$/.test(issue.message)) {
    return { field, code: issue.message, message: `${field} is not valid.` }
  }
  return { field, code: `invalid_${name}`, message: `${field} is not valid.` }
}
