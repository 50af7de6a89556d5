import { randomUUID } from 'node:crypto'
import { causedBy } from '../../base/cause.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import type { ApiRequest, Operation } from '../http/operation.ts'
import { prefersHtml, refusalPage } from '../pages/refusal-page.ts'
import { corsHeaders } from './cors.ts'
import type { ApiServer, Exchange, Received } from './interceptor.ts'
import { type Reply, replyOf } from './reply.ts'
import { runOperation } from './run-operation.ts'

/** Serves one request of the API, independent of the transport. */
export async function serveOperation<Context extends EngineContext>(
  server: ApiServer<Context>,
  operation: Operation,
  params: Record<string, string>,
  request: ApiRequest,
): Promise<Reply> {
  const startedAt = performance.now()
  const { method, path } = request
  const received: Received = { url: request.url, header: request.header }
  const exchange: Exchange<Context> = {
    id: randomUUID(),
    method,
    path,
    operation,
    received,
    response: { status: 500 },
  }
  async function text(): Promise<string> {
    received.text = await request.text()
    return received.text
  }
  const run = () => runOperation(server, exchange, params, { ...request, text })
  await (method === 'GET' ? run() : causedBy({ id: exchange.id, method, path }, run))
  for (const { observe } of server.interceptors) observe?.(exchange, performance.now() - startedAt)
  const headers = await corsHeaders(server.registry, request.header('origin'))
  const reply = await readable(exchange, replyOf(exchange.response, exchange.id, headers))
  return server.interceptors.reduce((changed, one) => one.reply?.(exchange, changed) ?? changed, reply)
}

/** Browsers are sent to some operations, which redirect. If such a URL is wrong, they show a page instead of JSON. */
async function readable<Context extends EngineContext>(
  { operation, response, received }: Exchange<Context>,
  reply: Reply,
): Promise<Reply> {
  const isForBrowsers = operation.method === 'GET' && operation.responses[302] !== undefined
  if (!isForBrowsers || response.status < 400 || typeof response.body !== 'object') return reply
  if (!prefersHtml(received.header('accept'))) return reply
  const shown = refusalPage(response.status, response.body)
  const { 'Content-Type': _json, ...headers } = reply.headers
  return { ...reply, headers: { ...headers, ...Object.fromEntries(shown.headers) }, text: await shown.text() }
}
