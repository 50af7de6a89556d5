import { toJsonSchema } from '@valibot/to-json-schema'
import type { Operation, Schema } from '../http/operation.ts'

/** The OpenAPI 3.1 document, from the very schemas that check requests and answers. */
export function describeApi(operations: readonly Operation[], baseUrl: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const operation of operations) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describeOperation(operation) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'User Management API, as the Latchkey emulator speaks it', version: '1' },
    servers: [{ url: baseUrl }],
    components: { securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } } },
    paths,
  }
}

function describeOperation({ id, summary, access, path, query, body, responses }: Operation): object {
  return {
    operationId: id,
    summary,
    ...((access ?? 'api_key') === 'api_key' && { security: [{ apiKey: [] }] }),
    parameters: [...pathParameters(path), ...queryParameters(query)],
    ...(body !== undefined && {
      requestBody: { content: { 'application/json': { schema: convert(body, 'input') } } },
    }),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, schema]) => [status, describeResponse(schema)]),
    ),
  }
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
  if (schema === null) return { description: 'Done; no body.' }
  return { description: 'Done.', content: { 'application/json': { schema: convert(schema, 'output') } } }
}

function convert(schema: Schema, typeMode: 'input' | 'output') {
  // Checks that JSON Schema cannot express are left out of the description; they still run.
  const { $schema: _dialect, ...rest } = toJsonSchema(schema, { errorMode: 'ignore', typeMode })
  return rest
}
