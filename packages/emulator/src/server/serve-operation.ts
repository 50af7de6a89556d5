import { randomUUID } from 'node:crypto'
import type { ApiRequest, Operation } from '../http/operation.ts'
import { causedBy } from './cause.ts'
import { corsHeaders } from './cors.ts'
import { record } from './record-request.ts'
import type { Registry } from './registry.ts'
import { type Reply, replyOf, spoiled } from './reply.ts'
import { runOperation } from './run-operation.ts'

/** Serves one request of the API, however it travelled, and notes it in the request log. */
export async function serveOperation(
  registry: Registry,
  operation: Operation,
  params: Record<string, string>,
  request: ApiRequest,
): Promise<Reply> {
  const startedAt = performance.now()
  const cause = { id: randomUUID(), method: request.method, path: request.path }
  const run = () => runOperation(registry, operation, params, request)
  const exchange = await (request.method === 'GET' ? run() : causedBy(cause, run))
  record(exchange, cause, operation, performance.now() - startedAt)
  const { fault, answer } = exchange
  const reply = replyOf(answer, cause.id, await corsHeaders(registry, request.header('origin')))
  if (fault?.connection !== undefined) return { ...reply, connection: fault.connection }
  return fault?.malform === undefined ? reply : spoiled(reply, fault.malform)
}
