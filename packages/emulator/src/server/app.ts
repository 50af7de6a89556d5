import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { Failure, fail } from '../http/failure.ts'
import type { Answer, Operation } from '../http/operation.ts'
import { MAX_BODY_BYTES, readText } from '../http/request-body.ts'
import { operations } from '../routes/operations.ts'
import { corsHeaders } from './cors.ts'
import { isAllowedHost } from './host.ts'
import type { Registry } from './registry.ts'
import { type Reply, replyOf } from './reply.ts'
import { serveOperation } from './serve-operation.ts'
import { broken } from './serve-socket.ts'

const nothing = async () => {}

/** What the Node listener hands over with a request; absent in process. */
export interface Bindings {
  incoming?: { socket: { destroy(): void } }
}

export type App = Hono<{ Bindings: Bindings }>

/** The HTTP surface: every operation of the API, and whatever `mount` adds (control API, pages). */
export function createApp(
  registry: Registry,
  isHealthy: () => Promise<boolean>,
  mount: (app: App) => void,
): App {
  const app: App = new Hono()

  app.use(async (c, next) => {
    if (c.env?.incoming !== undefined && !isAllowedHost(c.req.header('host'))) {
      return send({ status: 403, body: { message: 'This host name is not served here.' } })
    }
    await next()
    // Pages and the control API do not go through an operation, which would have seen to it.
    await Promise.all(registry.open().map(({ storage }) => storage.durably(nothing)))
    if (!c.res.headers.has('X-Request-ID')) c.res.headers.set('X-Request-ID', randomUUID())
    c.res.headers.set('X-Latchkey-Emulator', '1')
  })
  app.get('/health', async (c) => {
    if (await isHealthy()) return c.json({ status: 'ok' })
    return c.json({ status: 'unavailable', message: 'The database does not respond.' }, 503, {
      'Retry-After': '1',
    })
  })
  app.get('/openapi.json', async (c) => {
    const { describeApi } = await import('../openapi/describe-api.ts')
    return c.json(describeApi(operations, new URL(c.req.url).origin))
  })
  app.get('/seed.schema.json', async (c) => {
    const { describeSeed } = await import('../seed/describe-seed.ts')
    return c.json(describeSeed())
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
      return send({ status: 404, body: { message: 'Not Found' } })
    }
    const operation = `${c.req.method} ${c.req.path}`
    const message = `The emulator does not have this operation: ${operation}.`
    const { body } = fail(501, 'not_emulated', message, { operation })
    return send({ status: 501, body }, await corsHeaders(registry, c.req.header('origin')))
  })
  app.onError((error) => {
    if (error instanceof Failure)
      return send({ status: error.status, body: error.body, headers: error.headers })
    if (error instanceof ConnectionFault) throw error
    return responseOf(broken(error))
  })
  return app
}

async function serve(
  registry: Registry,
  operation: Operation,
  c: Context<{ Bindings: Bindings }>,
): Promise<Response> {
  const reply = await serveOperation(registry, operation, c.req.param(), {
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

/** Thrown out of the in-process `fetch` where a socket would have been dropped. */
export class ConnectionFault extends Error {
  override readonly name = 'ConnectionFault'
}

function responseOf({ status, headers, text }: Reply): Response {
  return new Response(text ?? null, { status, headers })
}

function send(answer: Answer, extra: Record<string, string> = {}): Response {
  return responseOf(replyOf(answer, randomUUID(), extra))
}
