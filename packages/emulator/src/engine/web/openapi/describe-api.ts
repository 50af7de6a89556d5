import { toJsonSchema } from '@valibot/to-json-schema'
import type { Operation, Schema } from '../http/operation.ts'

/** The OpenAPI 3.1 document, generated from the schemas that validate requests and responses. */
export function describeApi(operations: readonly Operation[], baseUrl: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const operation of operations) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describeOperation(operation) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'User Management API, as the Latchkey emulator implements it', version: '1' },
    servers: [{ url: baseUrl }],
    components: { securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } }, schemas: REFUSALS },
    paths,
  }
}

function describeOperation(operation: Operation): object {
  const { id, summary, access, path, query, responses } = operation
  const body = operation.documentedBody ?? operation.body
  return {
    operationId: id,
    summary,
    ...((access ?? 'api_key') === 'api_key' && { security: [{ apiKey: [] }] }),
    parameters: [...pathParameters(path), ...queryParameters(query)],
    ...(body !== undefined && {
      requestBody: { content: { 'application/json': { schema: convert(body, 'input') } } },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(responses).map(([status, schema]) => [status, describeResponse(schema)]),
      ),
      ...describeRefusals(operation),
    },
  }
}

const text = { type: 'string' }
const field = { type: 'object', properties: { field: text, code: text, message: text } }

/** The formats of errors. */
const REFUSALS = {
  Message: { type: 'object', properties: { message: text }, required: ['message'] },
  Refusal: {
    type: 'object',
    properties: { code: text, message: text, errors: { type: 'array', items: field } },
    required: ['code', 'message'],
  },
  OAuthRefusal: {
    type: 'object',
    properties: { error: text, error_description: text },
    required: ['error', 'error_description'],
  },
}

/** The errors that any request of this kind can cause, and the operation's own codes. */
function describeRefusals({ access, path, query, body, notEmulated, refusals = {} }: Operation): object {
  const shared: Record<number, readonly string[]> = { 429: ['too_many_requests'] }
  if ((access ?? 'api_key') === 'api_key') shared[401] = []
  if (path.includes(':')) shared[404] = ['entity_not_found']
  if (notEmulated !== undefined) shared[501] = ['not_emulated']
  if (body !== undefined || query !== undefined) shared[422] = ['invalid_request_parameters']
  return Object.fromEntries(
    Object.entries({ ...shared, ...refusals }).map(([status, codes]) => [status, describeRefusal(codes)]),
  )
}

function describeRefusal(codes: readonly string[]): object {
  const named = (form: string, name: string) => ({
    allOf: [{ $ref: `#/components/schemas/${form}` }, { properties: { [name]: { enum: codes } } }],
  })
  const schema =
    codes.length === 0
      ? { $ref: '#/components/schemas/Message' }
      : { anyOf: [named('Refusal', 'code'), named('OAuthRefusal', 'error')] }
  const description = codes.length === 0 ? 'Refused.' : `Refused: ${codes.join(', ')}.`
  return { description, content: { 'application/json': { schema } } }
}

function pathParameters(path: string): object[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

function queryParameters(query: Schema | undefined): object[] {
  if (query === undefined) return []
  const { properties = {}, required = [] } = convert(query, 'input')
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}

function describeResponse(schema: Schema | null): object {
  if (schema === null) return { description: 'Success, without a body.' }
  return { description: 'Done.', content: { 'application/json': { schema: convert(schema, 'output') } } }
}

function convert(schema: Schema, typeMode: 'input' | 'output') {
  // Checks that JSON Schema cannot express are omitted from the description. They still run.
  const { $schema: _dialect, ...rest } = toJsonSchema(schema, { errorMode: 'ignore', typeMode })
  return rest
}
