import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { Failure, fail } from '../http/failure.ts'
import type { Answer, Operation } from '../http/operation.ts'
import { causedBy } from './cause.ts'
import { corsHeaders } from './cors.ts'
import { isAllowedHost } from './host.ts'
import { spoil } from './inflict-fault.ts'
import { operations } from './operations.ts'
import { record } from './record-request.ts'
import type { Registry } from './registry.ts'
import { runOperation } from './run-operation.ts'

/** What the Node listener hands over with a request; absent in process. */
export interface Bindings {
  incoming?: { socket: { destroy(): void } }
}

export type App = Hono<{ Bindings: Bindings }>

/** The HTTP surface: every operation of the API, and whatever `mount` adds (control API, pages). */
export function createApp(registry: Registry, mount: (app: App) => void): App {
  const app: App = new Hono()

  app.use(async (c, next) => {
    const requestId = randomUUID()
    if (c.env?.incoming !== undefined && !isAllowedHost(c.req.header('host'))) {
      return send({ status: 403, body: { message: 'This host name is not served here.' } }, requestId)
    }
    await next()
    if (!c.res.headers.has('X-Request-ID')) c.res.headers.set('X-Request-ID', requestId)
    c.res.headers.set('X-Latchkey-Emulator', '1')
  })
  app.get('/health', (c) => c.json({ status: 'ok' }))
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
    app.on(operation.method, operation.path, (c) => serve(registry, operation, c))
  }

  app.notFound(async (c) => {
    if (/^\/(?:_emulator|hosted|favicon)/.test(c.req.path)) {
      return send({ status: 404, body: { message: 'Not Found' } }, randomUUID())
    }
    const operation = `${c.req.method} ${c.req.path}`
    const failure = fail(501, 'not_emulated', `The emulator does not have this operation: ${operation}.`, {
      operation,
    })
    return send(
      { status: 501, body: failure.body },
      randomUUID(),
      await corsHeaders(registry, c.req.header('origin')),
    )
  })
  app.onError((error, c) => {
    if (error instanceof Failure) {
      return send({ status: error.status, body: error.body, headers: error.headers }, randomUUID())
    }
    if (error instanceof ConnectionFault) throw error
    const message = `The emulator failed: ${error.message}`
    return send(
      { status: 500, body: { code: 'emulator_error', message } },
      c.res.headers.get('X-Request-ID') ?? '',
    )
  })
  return app
}

/** Thrown out of the in-process `fetch` where a socket would have been dropped. */
export class ConnectionFault extends Error {
  override readonly name = 'ConnectionFault'
}

async function serve(registry: Registry, operation: Operation, c: Context<{ Bindings: Bindings }>) {
  const startedAt = performance.now()
  const cause = { id: randomUUID(), method: c.req.method, path: c.req.path }
  const incoming = { request: c.req.raw, params: c.req.param(), path: cause.path }
  const run = () => runOperation(registry, operation, incoming)
  const exchange = await (cause.method === 'GET' ? run() : causedBy(cause, run))
  record(exchange, cause, operation, performance.now() - startedAt)
  const { fault, answer } = exchange
  if (fault?.connection !== undefined) return dropConnection(fault.connection, c.env?.incoming?.socket)
  const response = send(answer, cause.id, await corsHeaders(registry, c.req.header('origin')))
  return fault?.malform === undefined ? response : spoil(response, fault.malform)
}

function dropConnection(kind: 'reset' | 'hang', socket?: { destroy(): void }): Promise<Response> {
  if (kind === 'hang') return new Promise(() => {})
  socket?.destroy()
  return Promise.reject(new ConnectionFault('The connection was reset by a fault rule'))
}

export function send(answer: Answer, requestId: string, extra: Record<string, string> = {}): Response {
  const headers = new Headers({ ...extra, ...answer.headers })
  headers.set('X-Request-ID', requestId)
  headers.set('Cache-Control', headers.get('Cache-Control') ?? 'no-store')
  if (answer.body === undefined) return new Response(null, { status: answer.status, headers })
  if (!headers.has('Content-Type')) headers.set('Content-Type', 'application/json; charset=utf-8')
  const body = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body)
  return new Response(body, { status: answer.status, headers })
}
