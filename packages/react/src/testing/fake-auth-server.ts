import {
  DEFAULT_OFFER,
  FLOW_ACTIONS,
  type FlowError,
  type FlowKind,
  type FlowPayload,
  ORGANIZATION_HEADER,
  type SessionPayload,
  type Step,
} from '@latchkey/core'
import { sampleStep } from './sample-step.ts'
import { signedIn, signedOut } from './session-states.ts'

/** A request that the page sent. */
export interface FakeRequest {
  method: string
  /** Relative to the base path, without the query. */
  path: string
  query: URLSearchParams
  body: Readonly<Record<string, unknown>>
  /** The organization to which the page is pinned, if any. */
  organizationId: string | undefined
}

/** Options of {@link createFakeAuthServer}. */
export interface FakeAuthServerOptions {
  /** Default `/auth`. */
  basePath?: string
  session?: SessionPayload
  /** The steps that successful submissions lead to, in order. The last one stays. */
  script?: readonly (Step | Step['name'])[]
  /** The session after the script has reached `complete`. */
  afterSignIn?: SessionPayload
  /**
   * Responses of account routes, by `METHOD /path` as listed in {@link FakeRoute}. A value is the JSON body, a function of the
   * request that returns it, `null` for an empty response, or a `Response` for another status. By default lists are empty and
   * `GET /token` returns `access_token`. Other routes fail, and the console shows the missing route.
   */
  routes?: Readonly<Partial<Record<FakeRoute, unknown | ((request: FakeRequest) => unknown)>>>
}

/** The account routes that hooks and components call. Insert IDs literally, as in `DELETE /sessions/session_1`. */
export type FakeRoute =
  | 'GET /config'
  | 'GET /token'
  | 'PATCH /me'
  | 'POST /me/password'
  | 'POST /me/email/send'
  | 'POST /me/email/confirm'
  | 'GET /me/factors'
  | 'POST /me/factors'
  | 'POST /me/factors/verify'
  | `DELETE /me/factors/${string}`
  | 'GET /sessions'
  | `DELETE /sessions/${string}`
  | 'DELETE /sessions'
  | 'GET /organizations'
  | 'POST /organizations'
  | 'POST /organization/switch'
  | 'PATCH /organization'
  | 'GET /organization/roles'
  | 'GET /organization/domains'
  | 'POST /organization/domains'
  | 'POST /organization/domains/verify'
  | `DELETE /organization/domains/${string}`
  | 'POST /organization/leave'
  | 'DELETE /organization'
  | 'POST /organization/portal'
  | 'GET /members'
  | `PATCH /members/${string}`
  | `DELETE /members/${string}`
  | 'GET /invitations'
  | 'POST /invitations'
  | 'POST /invitations/resend'
  | `DELETE /invitations/${string}`

/** A scripted auth handler to pass as `fetch`. It needs no network and no module mocks. */
export interface FakeAuthServer {
  fetch: typeof fetch
  /** Every request, oldest first. */
  requests: FakeRequest[]
  /** The session that it returns. Change it to simulate another tab or device. */
  session: SessionPayload
  /** Refuses the next flow action with this error. The step stays the same. */
  refuse(error: FlowError): void
  /** Makes every request fail, with `'offline'` or an HTTP status, until it is called with `undefined`. */
  fail(how: 'offline' | number | undefined): void
}

/** Creates a fake auth handler whose flows follow a script. */
export function createFakeAuthServer(options: FakeAuthServerOptions = {}): FakeAuthServer {
  const { basePath = '/auth', script = ['start', 'complete'], routes = {} } = options
  const paths = new Map<string, string>(
    Object.entries(FLOW_ACTIONS).map(([name, action]) => [action.path, name]),
  )
  let at = 0
  let refusal: FlowError | undefined
  let failure: 'offline' | number | undefined
  const server: FakeAuthServer = {
    requests: [],
    session: options.session ?? signedOut(),
    refuse: (error) => {
      refusal = error
    },
    fail: (how) => {
      failure = how
    },
    async fetch(input, init) {
      const url = new URL(String(input), 'http://localhost')
      const request: FakeRequest = {
        method: init?.method ?? 'GET',
        path: url.pathname.slice(basePath.length),
        query: url.searchParams,
        body: init?.body ? JSON.parse(String(init.body)) : {},
        organizationId: new Headers(init?.headers).get(ORGANIZATION_HEADER) ?? undefined,
      }
      server.requests.push(request)
      if (init?.signal?.aborted) throw new DOMException('Aborted', 'AbortError')
      if (failure === 'offline') throw new TypeError('Failed to fetch')
      if (failure !== undefined) return json({ error: { code: 'service_unavailable' } }, failure)
      return response(request)
    },
  }

  function response(request: FakeRequest): Response {
    const { method, path, query, body } = request
    const route = routes[`${method} ${path}` as FakeRoute]
    if (route !== undefined) {
      const body = typeof route === 'function' ? (route as (request: FakeRequest) => unknown)(request) : route
      return body instanceof Response ? body : json(body)
    }
    if (method === 'GET' && LISTS.has(path)) return json({ data: [], after: null })
    if (path === '/config') return json(DEFAULT_OFFER)
    if (path === '/token') return json({ token: 'access_token', expiresAt: Date.now() + 300_000 })
    if (path === '/session') return json(sessionIn(request.organizationId))
    if (path === '/flow') return json(payload(query.get('kind') as FlowKind, {}))
    if (path === '/sign-out') {
      server.session = { status: 'signed-out', reason: 'signed-out', rev: server.session.rev + 1 }
      return json({ redirectTo: body.returnTo ?? '/' })
    }
    if (method === 'POST' && paths.has(path)) return act(paths.get(path) as string, body)
    console.warn(`createFakeAuthServer has no response for "${method} ${path}". Add one to \`routes\`.`)
    return json({ error: { code: 'not_found' } }, 404)
  }

  /** The signed-in user is a member of every organization. */
  function sessionIn(organizationId: string | undefined): SessionPayload {
    const { session } = server
    return organizationId && session.status === 'signed-in' ? { ...session, organizationId } : session
  }

  function act(action: string, body: FakeRequest['body']): Response {
    const kind = (body.kind as FlowKind | undefined) ?? 'sign-in'
    if (refusal) {
      const error = refusal
      refusal = undefined
      return json({ ...payload(kind, body), error }, 400)
    }
    if (action === 'back') at = 0
    else if (action !== 'resend') at = Math.min(at + 1, script.length - 1)
    const next = payload(kind, body)
    if (next.step.name === 'complete') server.session = options.afterSignIn ?? signedIn()
    return json(next)
  }

  function payload(kind: FlowKind, body: FakeRequest['body']): FlowPayload {
    const email = String(body.email ?? 'nadia@orchard.example')
    const step = script[at] ?? 'start'
    const returnTo = String(body.returnTo ?? '/')
    return {
      kind,
      flow: at > 0 ? 'flow_1' : undefined,
      step: typeof step === 'string' ? sampleStep(step, email, returnTo) : step,
      values: body.email ? { email } : {},
      returnTo,
    }
  }

  return server
}

const LISTS = new Set([
  '/sessions',
  '/me/factors',
  '/organizations',
  '/members',
  '/invitations',
  '/organization/roles',
])

function json(body: unknown, status = 200): Response {
  if (body === null || body === undefined) return new Response(null, { status: 204 })
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
}
