// One instance of an app, as a separate process. It reports the port that it listens on, and moves its clock on request.
import { getHeapSpaceStatistics } from 'node:v8'
import { serve } from '@hono/node-server'
import { postgresCoordinator } from '@latchkey/core/coordinator/postgres'
import { redisCoordinator } from '@latchkey/core/coordinator/redis'
import type { AuthHandlerOptions } from '@latchkey/core/server'
import { createAuthHandler, personalResponse } from '@latchkey/core/server'
import { Hono } from 'hono'
import pg from 'pg'
import { createClient, createCluster } from 'redis'

const { STORE = '', STORE_URL = '', ISSUER = '' } = process.env

async function connect(): Promise<NonNullable<AuthHandlerOptions['coordinator']>> {
  const onError = () => {}
  if (STORE === 'PostgreSQL') {
    return postgresCoordinator({ pool: new pg.Pool({ connectionString: STORE_URL }), onError })
  }
  if (STORE === 'Redis') {
    return redisCoordinator({ client: await createClient({ url: STORE_URL }).connect(), onError })
  }
  const rootNodes = STORE_URL.split(' ').map((url) => ({ url }))
  return redisCoordinator({ client: await createCluster({ rootNodes }).connect(), onError })
}

let offset = 0
const handler = createAuthHandler({
  coordinator: await connect(),
  issuers: [ISSUER],
  clock: { now: () => Date.now() + offset },
  // A soak test reaches this limit within minutes, so any memory growth after that is a leak.
  rememberedSessions: 500,
})
await handler.warm()

const app = new Hono()
app.all('/auth/*', (c) => handler.handle(c.req.raw))
app.get('/', async (c) => {
  const { auth, cookies } = await handler.resolve(c.req.raw)
  const reason = auth.status === 'signed-out' ? auth.reason : undefined
  return personalResponse(Response.json({ status: auth.status, reason }), await cookies())
})
/** The spaces for compiled code, whose size changes even long after the last new kind of request. */
const CODE_SPACES = ['code_space', 'code_large_object_space', 'trusted_space', 'trusted_large_object_space']
app.get('/heap', (c) => {
  globalThis.gc?.()
  const spaces = getHeapSpaceStatistics().filter(({ space_name }) => !CODE_SPACES.includes(space_name))
  return c.json(spaces.reduce((bytes, space) => bytes + space.space_used_size, 0))
})

const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => process.send?.(port))
process.on('message', (ms: number) => {
  offset += ms
})
process.once('SIGTERM', () => server.close(() => handler.settled().then(() => process.exit())))
