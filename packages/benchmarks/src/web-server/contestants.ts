import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Contestants, Operation } from '../harness/column.ts'
import {
  API_KEY,
  APP_ORIGIN,
  BASE_URL,
  CLIENT_ID,
  COOKIE_NAME,
  OUR_COOKIE,
  SECRET,
  type SessionFixture,
  serviceOf,
  VENDOR_COOKIE,
} from '../session-check/app.ts'
import { FEW } from '../session-check/sessions.ts'
import { HOOK_VARIABLE, type Hook } from './kit-site.ts'
import type { Load } from './load.ts'

/** The number of requests per operation, because sending the task to the other process also takes time. */
export const REQUESTS = 200

export const NODE = 'node:http'
export const HONO = 'Hono'
export const KIT = 'SvelteKit'

export interface ServerFixture extends SessionFixture {
  /** The module with the request handler of the SvelteKit site. */
  kitHandler: string
}

/** The names of each server without and with a session check. */
export const names = (server: string) => ({
  empty: `${server}, no check`,
  latchkey: `${server}, latchkey`,
  vendor: `${server}, @workos-inc/node`,
})

const [plain, hono, kit] = [names(NODE), names(HONO), names(KIT)]

const contestants: Contestants<ServerFixture> = {
  [plain.empty]: (fixture) =>
    visits(
      createServer((_request, response) => void response.end('ok')),
      ourCookies(fixture),
    ),
  [plain.latchkey]: async (fixture) => {
    const handler = await latchkey(fixture)
    const listener: RequestListener = async (request, response) => {
      const headers = { get: (name: string) => String(request.headers[name] ?? '') } as Headers
      const { auth } = await handler.resolve({ headers })
      response.writeHead(auth.status === 'signed-in' ? 200 : 401).end('ok')
    }
    return visits(createServer(listener), ourCookies(fixture))
  },
  [plain.vendor]: async (fixture) => {
    const isSignedIn = await vendor(fixture)
    const listener: RequestListener = async (request, response) => {
      const cookie = String(request.headers.cookie)
      response.writeHead((await isSignedIn(cookie)) ? 200 : 401).end('ok')
    }
    return visits(createServer(listener), vendorCookies(fixture))
  },
  [hono.empty]: async (fixture) => {
    const { Hono } = await import('hono')
    return visits(await served(new Hono().get('/', (c) => c.text('ok'))), ourCookies(fixture))
  },
  [hono.latchkey]: async (fixture) => {
    const [{ Hono }, glue] = await Promise.all([import('hono'), import('@latchkey/node/hono')])
    const app = new Hono().use(glue.latchkey({ handler: await latchkey(fixture) }))
    app.get('/', glue.requireUser(), (c) => c.text('ok'))
    return visits(await served(app), ourCookies(fixture))
  },
  [hono.vendor]: async (fixture) => {
    const [{ Hono }, isSignedIn] = await Promise.all([import('hono'), vendor(fixture)])
    const app = new Hono().get('/', async (c) =>
      (await isSignedIn(c.req.header('cookie') ?? '')) ? c.text('ok') : c.text('no', 401),
    )
    return visits(await served(app), vendorCookies(fixture))
  },
  [kit.empty]: async (fixture) => visits(await kitServer(fixture, 'none'), ourCookies(fixture)),
  [kit.latchkey]: async (fixture) => visits(await kitServer(fixture, 'latchkey'), ourCookies(fixture)),
  [kit.vendor]: async (fixture) => visits(await kitServer(fixture, 'vendor'), vendorCookies(fixture)),
}

const ourCookies = ({ ours }: SessionFixture) => ours.slice(0, FEW).map((value) => `${OUR_COOKIE}=${value}`)

const vendorCookies = ({ vendor }: SessionFixture) =>
  vendor.slice(0, FEW).map((value) => `${VENDOR_COOKIE}=${value}`)

async function latchkey({ jwks }: SessionFixture) {
  const { createAuthHandler, createClient } = await import('@latchkey/core/server')
  const fetch = serviceOf(jwks, () => ({}))
  const client = createClient({ apiKey: API_KEY, clientId: CLIENT_ID, baseUrl: BASE_URL, fetch })
  const settings = { appOrigin: APP_ORIGIN, cookieSecret: SECRET, cookieName: COOKIE_NAME }
  return createAuthHandler({ client, ...settings })
}

async function vendor({ jwks }: SessionFixture) {
  const { WorkOS } = await import('@workos-inc/node')
  globalThis.fetch = serviceOf(jwks, () => ({})) as typeof globalThis.fetch
  const { userManagement } = new WorkOS({ apiKey: API_KEY, clientId: CLIENT_ID })
  return async (cookie: string) => {
    const sessionData = cookie.slice(VENDOR_COOKIE.length + 1)
    const session = userManagement.loadSealedSession({ sessionData, cookiePassword: SECRET })
    return (await session.authenticate()).authenticated
  }
}

async function served(app: { fetch: (request: Request) => Response | Promise<Response> }) {
  const { createAdaptorServer } = await import('@hono/node-server')
  return createAdaptorServer({ fetch: app.fetch }) as Server
}

async function kitServer({ jwks, kitHandler }: ServerFixture, hook: Hook): Promise<Server> {
  process.env[HOOK_VARIABLE] = hook
  globalThis.fetch = serviceOf(jwks, () => ({})) as typeof globalThis.fetch
  const { handler } = await import(pathToFileURL(kitHandler).href)
  return createServer(handler)
}

/** Lets another process send requests to the server. One operation is {@link REQUESTS} of them. */
async function visits(server: Server, cookies: string[]): Promise<Operation> {
  server.keepAliveTimeout = 600_000
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const sender = fork(fileURLToPath(new URL('./load.ts', import.meta.url)))
  const { port } = server.address() as AddressInfo
  return async () => {
    sender.send({ port, cookies, count: REQUESTS } satisfies Load)
    const [{ error }] = await once(sender, 'message')
    if (error !== undefined) throw new Error(error)
  }
}

export default contestants
