import { createAuthHandler, createClient } from '@latchkey/core/server'
import { handlerDriver } from '@latchkey/core/testing'
import { createEmulator } from '@latchkey/emulator'
import {
  createRequestHandler,
  type MiddlewareFunction,
  RouterContextProvider,
  type ServerBuild,
} from 'react-router'
import * as own from '../src/route.ts'
import { type LatchkeyOptions, latchkey } from '../src/server.ts'

const cookieSecret = 'q7Jm2v0XhZpT4rYk8sWnB1eCdLfGuAoI'
const password = 'lantern-quartz-meadow-42'
export const ORIGIN = 'http://localhost:3000'

/** The method, headers and body of a request. */
export interface TestRequest extends Omit<RequestInit, 'headers'> {
  headers?: Record<string, string | undefined>
}

/** A route module and its child routes. */
export interface TestRoute {
  path?: string
  index?: boolean
  module?: Record<string, unknown>
  children?: Record<string, TestRoute>
}

const page = () => null

/** An emulator in process, and React Router's own request handler for a build with these routes. */
export async function createFixture(
  routes: Record<string, TestRoute>,
  {
    basename = '/',
    root = {},
    withMiddleware = true,
    ...options
  }: LatchkeyOptions & { basename?: string; root?: Record<string, unknown>; withMiddleware?: boolean } = {},
) {
  const emulator = await createEmulator()
  const { apiKey, clientId } = emulator.default
  const clock = { now: () => emulator.default.clock.now().getTime() }
  const counts = { refreshes: 0 }
  const counted: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    if ((await request.clone().text()).includes('"refresh_token"')) counts.refreshes += 1
    return emulator.fetch(request)
  }
  const client = createClient({ apiKey, clientId, baseUrl: emulator.url, fetch: counted, maxRetries: 0 })
  const { organizationPath, ...more } = options
  const appOrigin = ORIGIN + (basename === '/' ? '' : basename)
  const handler = createAuthHandler({ client, appOrigin, cookieSecret, clock, ...more })
  const middleware: MiddlewareFunction<Response>[] = withMiddleware
    ? [latchkey({ handler, organizationPath })]
    : []
  const build = buildOf({ auth: { path: 'auth/*', module: own }, ...routes }, basename, {
    middleware,
    ...root,
  })
  const respond = createRequestHandler(build, 'production')

  async function signIn(email = 'nadia@orchard.example', role?: string) {
    const user = await client.createUser({ email, password, emailVerified: true })
    if (role !== undefined) {
      const { id: organizationId } = await client.createOrganization({ name: 'Orchard' })
      await client.createOrganizationMembership({ userId: user.id, organizationId, roleSlug: role })
    }
    const driver = handlerDriver({ handler, mode: 'json', fetch: emulator.fetch })
    await driver.open('sign-in')
    await driver.act('password', { email, password })
    return driver.jar.header() ?? ''
  }
  return {
    handler,
    emulator,
    counts,
    signIn,
    expire: () => emulator.default.clock.advance({ minutes: 10 }),
    /** Requests a document like a browser, unless `headers` contains another `Accept`. */
    fetch: (path: string, { headers, ...init }: TestRequest = {}) =>
      respond(
        new Request(ORIGIN + path, { ...init, headers: { accept: 'text/html', ...headers } as HeadersInit }),
        new RouterContextProvider(),
      ),
    [Symbol.asyncDispose]: () => emulator.close(),
  }
}

/** A build like Vite's: the routes by ID, and a manifest of the routes for the browser. */
function buildOf(routes: Record<string, TestRoute>, basename: string, root: Record<string, unknown>) {
  const flat: Record<string, unknown> = {}
  const assets: Record<string, unknown> = {}
  function add(id: string, { path, index, module = {}, children = {} }: TestRoute, parentId?: string) {
    const isResource = id === 'auth' || module.isResource === true
    const { isResource: _flag, ...exports } = module
    flat[id] = { id, path, index, parentId, module: isResource ? exports : { default: page, ...exports } }
    assets[id] = {
      id,
      path,
      index,
      parentId,
      module: `/${id}.js`,
      hasLoader: 'loader' in module,
      hasAction: 'action' in module,
      hasErrorBoundary: false,
    }
    for (const [child, route] of Object.entries(children)) add(child, route, id)
  }
  add('root', { path: '', module: root, children: routes })
  const future = { v8_middleware: true, v8_passThroughRequests: true }
  return {
    basename,
    future,
    routes: flat,
    assets: {
      version: '1',
      url: '/manifest.js',
      entry: { module: '/entry.js', imports: [] },
      routes: assets,
    },
    entry: { module: { default: renderDocument } },
    publicPath: '/',
    assetsBuildDirectory: 'build/client',
    isSpaMode: false,
    ssr: true,
    prerender: [],
    routeDiscovery: { mode: 'lazy', manifestPath: '/__manifest' },
  } as unknown as ServerBuild
}

/** A document that contains all data from its loaders. */
function renderDocument(_request: Request, status: number, headers: Headers, context: object) {
  const { loaderData, actionData, errors } = (context as { staticHandlerContext: Record<string, unknown> })
    .staticHandlerContext
  headers.set('content-type', 'text/html')
  return new Response(JSON.stringify({ loaderData, actionData, errors }), { status, headers })
}
