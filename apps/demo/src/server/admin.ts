import type { AuthHandler, Client, Requirement } from '@latchkey/core/server'
import { ApiError, checkRequirement, createClient, personalResponse } from '@latchkey/core/server'
import { type Context, Hono } from 'hono'
import type { WebhookInbox } from './webhook-inbox.ts'

/** Every operation of the API client, by name. Administrators can call each one; its response is masked. */
export const operationNames = (): readonly string[] =>
  Object.keys(createClient()).filter((name) => name !== 'api')

/** A request and its response, without secrets. */
export interface Exchange {
  method: string
  path: string
  status: number
  request: unknown
  response: unknown
}

const SECRETS =
  /password|secret|token|code|qr_code|uri$|accept_invitation_url|password_reset_url|logout_?url|^(value|link|url)$/i

/** Masks secrets at any depth: every string whose key, or whose list's key, indicates a secret. */
export function maskSecrets(value: unknown, isSecret = false): unknown {
  if (typeof value === 'string') return isSecret ? '••••••' : value
  if (Array.isArray(value)) return value.map((one) => maskSecrets(one, isSecret))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, maskSecrets(one, SECRETS.test(key))]),
  )
}

function recordingFetch(exchanges: Exchange[]): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const sent = request.method === 'GET' ? '' : await request.clone().text()
    const response = await fetch(request)
    const received = await response.clone().text()
    const { pathname, search } = new URL(request.url)
    exchanges.push({
      method: request.method,
      path: pathname + search,
      status: response.status,
      request: sent === '' ? null : maskSecrets(JSON.parse(sent)),
      response: received === '' ? null : maskSecrets(parsed(received)),
    })
    return response
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text.slice(0, 200)
  }
}

/**
 * `POST /api/admin/:operation` for administrators of one organization, but not while they are impersonated: makes one
 * management call, and returns its request and response.
 */
export function adminRoutes(handler: AuthHandler, organization: string, webhooks: WebhookInbox): Hono {
  const requirement: Requirement = { role: 'admin', organization, allowImpersonation: false }
  const app = new Hono()
  app.use(async (c, next) => {
    const { auth, cookies } = await handler.resolve(c.req.raw)
    const isAdmin = auth.status === 'signed-in' && checkRequirement(auth, requirement) === 'met'
    if (isAdmin) await next()
    else c.res = c.json({ error: 'forbidden' }, 403)
    c.res = personalResponse(c.res, await cookies())
  })
  app.get('/', (c) => c.json({ operations: operationNames() }))
  app.get('/received-events', (c) => c.json(webhooks.events()))
  app.post('*', async (c, next) => {
    if (c.req.header('origin') === handler.appOrigin) return next()
    return c.json({ error: 'cross_origin' }, 403)
  })
  app.post('/receive-events', (c) =>
    recorded(c, (client) => webhooks.subscribe(client, `${handler.appOrigin}/webhooks`)),
  )
  app.post('/:operation', async (c) => {
    const operation = operationNames().find((name) => name === c.req.param('operation'))
    if (operation === undefined) return c.json({ error: 'not_found' }, 404)
    const params = await c.req.json().catch(() => undefined)
    if (typeof params !== 'object' || params === null) return c.json({ error: 'invalid_request' }, 400)
    return recorded(c, (client) => (client[operation as keyof Client] as Call)(params))
  })
  return app
}

type Call = (params: unknown) => unknown

/** Makes a call, and returns its result with the request and response. */
async function recorded(c: Context, call: (client: Client) => unknown): Promise<Response> {
  const exchanges: Exchange[] = []
  const client = createClient({ fetch: recordingFetch(exchanges) })
  try {
    return c.json({ result: maskSecrets((await call(client)) ?? null), exchanges })
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const status = error instanceof ApiError ? (error.status as 400) : 400
    const code = (error as { code?: string }).code ?? 'unknown'
    return c.json({ error: code, message: error.message, exchanges }, status)
  }
}
