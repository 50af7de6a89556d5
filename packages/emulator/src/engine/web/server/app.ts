import { randomUUID } from 'node:crypto'
import { Hono, type Context as HonoContext } from 'hono'
import { Failure, fail } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { operations } from '../api/operations.ts'
import type { App, Bindings } from '../http/app.ts'
import type { ApiResponse, Operation } from '../http/operation.ts'
import { MAX_BODY_BYTES, readText } from '../http/request-body.ts'
import { prefersHtml, refusalPage } from '../pages/refusal-page.ts'
import { corsHeaders } from './cors.ts'
import { isAllowedHost, isHost } from './host.ts'
import type { ApiServer } from './interceptor.ts'
import { type Reply, replyOf } from './reply.ts'
import { serveOperation } from './serve-operation.ts'
import { internalError } from './serve-socket.ts'

/** The HTTP server: every operation of the API, and what `mount` adds (control API, pages). */
export function createApp<Context extends EngineContext>(
  server: ApiServer<Context>,
  isHealthy: () => Promise<boolean>,
  mount: (app: App) => void,
): App {
  const app: App = new Hono()
  const { registry } = server

  app.use(async (c, next) => {
    const isFromSocket = c.env?.incoming !== undefined
    const host = c.req.header('host')
    if (isFromSocket && !isHost(host)) {
      return send({ status: 400, body: { message: 'The Host header is not a host name.' } })
    }
    if (isFromSocket && server.anyHost !== true && !isAllowedHost(host)) {
      return send({ status: 403, body: { message: 'This host name is not served here.' } })
    }
    await next()
    if (!c.res.headers.has('X-Request-ID')) c.res.headers.set('X-Request-ID', randomUUID())
    c.res.headers.set('X-Latchkey-Emulator', '1')
  })
  app.get('/health', async (c) => {
    if (await isHealthy()) return c.json({ status: 'ok' })
    const body = { status: 'unavailable', message: 'The database does not respond.' }
    return c.json(body, 503, { 'Retry-After': '1' })
  })
  app.get('/openapi.json', async (c) => {
    const { describeApi } = await import('../openapi/describe-api.ts')
    return c.json(describeApi(operations, new URL(c.req.url).origin))
  })
  mount(app)

  app.options(
    '*',
    async (c) =>
      new Response(null, { status: 204, headers: await corsHeaders(registry, c.req.header('origin')) }),
  )
  for (const operation of operations) {
    app.on(operation.method, operation.path, (c) => serve(server, operation, c))
  }

  app.notFound(async (c) => {
    const isPage = c.req.method === 'GET' && prefersHtml(c.req.header('accept'))
    if (/^\/(?:_emulator|hosted|favicon)/.test(c.req.path)) {
      const body = { message: 'Not Found' }
      return isPage
        ? refusalPage(404, { message: 'It was deleted, or the URL is wrong.' })
        : send({ status: 404, body })
    }
    const operation = `${c.req.method} ${c.req.path}`
    const message = `The emulator does not implement this operation: ${operation}.`
    const { body } = fail(501, 'not_emulated', message, { operation })
    if (isPage) return refusalPage(501, body)
    return send({ status: 501, body }, await corsHeaders(registry, c.req.header('origin')))
  })
  app.onError((error) => {
    if (error instanceof Failure)
      return send({ status: error.status, body: error.body, headers: error.headers })
    if (error instanceof ConnectionFault) throw error
    return responseOf(internalError(error))
  })
  return app
}

async function serve<Context extends EngineContext>(
  server: ApiServer<Context>,
  operation: Operation,
  c: HonoContext<{ Bindings: Bindings }>,
): Promise<Response> {
  const reply = await serveOperation(server, operation, c.req.param(), {
    method: c.req.method,
    url: c.req.url,
    path: c.req.path,
    header: (name) => c.req.header(name),
    text: () => readText(c.req.raw, MAX_BODY_BYTES),
  })
  if (reply.connection === 'hang') return new Promise(() => {})
  if (reply.connection === 'reset') throw new ConnectionFault('The connection was reset by a fault rule')
  return responseOf(reply)
}

/** Thrown by the in-process `fetch` where a socket would have been closed. */
export class ConnectionFault extends Error {
  override readonly name = 'ConnectionFault'
}

function responseOf({ status, headers, text }: Reply): Response {
  return new Response(text ?? null, { status, headers })
}

function send(response: ApiResponse, extra: Record<string, string> = {}): Response {
  return responseOf(replyOf(response, randomUUID(), extra))
}
