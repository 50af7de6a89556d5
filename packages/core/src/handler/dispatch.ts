import { ApiError, ConfigError, SessionError, TransportError } from '../errors/index.ts'
import type { FlowInput } from '../flow/index.ts'
import type { SetCookie } from '../session/cookie.ts'
import { BodyError, readFields } from './body.ts'
import type { HandlerContext, RouteAnswer, RouteRequest } from './context.ts'
import { RouteError } from './context.ts'
import type { FlowFailure } from './flow-error.ts'
import { failureOf, flowFailure } from './flow-error.ts'
import { emptyResponse, errorResponse, jsonResponse, redirectResponse } from './response.ts'
import { matchRoute } from './router.ts'
import { ROUTES } from './routes/index.ts'
import type { SameOriginCheck } from './same-origin.ts'

/** A route's answer, for a server that renders its own pages. */
export interface Dispatched {
  status: number
  body: unknown
  /** Where the person should go next, when a form was sent. */
  redirectTo?: string
  cookies: readonly SetCookie[]
}

const READS = new Set(['GET', 'HEAD'])

/** Answers a request over HTTP: finds its route, checks where it comes from, reads it, and speaks JSON or 303. */
export async function respond(
  request: Request,
  context: HandlerContext,
  isSameOrigin: SameOriginCheck,
): Promise<Response> {
  const url = new URL(request.url)
  const path = url.pathname.startsWith(`${context.basePath}/`)
    ? url.pathname.slice(context.basePath.length)
    : ''
  const method = request.method.toUpperCase()
  const match = matchRoute(ROUTES, method === 'HEAD' ? 'GET' : method, path)
  if (match === undefined) return errorResponse(404, { code: 'not_found' })
  if (match === 'other-method') return errorResponse(405, { code: 'invalid_request' })
  const isRead = READS.has(method)
  if (!isRead && !isSameOrigin(request)) {
    context.emit({ type: 'refused', reason: 'cross_origin', path })
    return errorResponse(403, { code: 'cross_origin' })
  }
  let isForm = false
  let fields: RouteRequest['fields'] = {}
  try {
    if (!isRead) ({ fields, isForm } = await readFields(request))
    const cookies = request.headers.get('cookie')
    const answer = await match.route({ request, url, id: match.id, fields, cookies }, context)
    return method === 'HEAD'
      ? withoutBody(toResponse(answer, fields, isForm, context))
      : toResponse(answer, fields, isForm, context)
  } catch (cause) {
    const { failure, cookies } = explain(cause, path, context)
    if (isForm) return redirectResponse(withError(context.returnTo(fields.returnTo), failure), cookies)
    return errorResponse(failure.status, failure.error, cookies)
  }
}

const withoutBody = (response: Response) => new Response(null, response)

function toResponse(
  answer: RouteAnswer | Response,
  fields: RouteRequest['fields'],
  isForm: boolean,
  context: HandlerContext,
): Response {
  if (answer instanceof Response) return answer
  const { status, body, redirectTo, cookies, headers } = answer
  if (isForm) return redirectResponse(redirectTo ?? withDone(context.returnTo(fields.returnTo)), cookies)
  if (status === 204) return emptyResponse(cookies)
  return jsonResponse(body, { status, cookies, headers })
}

/** The page a form came back to shows the error by its code; text never travels in a URL. */
function withError(location: string, { error }: FlowFailure): string {
  return withQuery(location, { error: error.code, ...(error.field !== undefined && { field: error.field }) })
}

const withDone = (location: string) => withQuery(location, { done: '1' })

function withQuery(location: string, entries: Record<string, string>): string {
  const [path = '', fragment] = location.split('#', 2)
  const [bare = '', query] = path.split('?', 2)
  const params = new URLSearchParams(query)
  for (const stale of ['error', 'field', 'done']) params.delete(stale)
  for (const [name, value] of Object.entries(entries)) params.set(name, value)
  return `${bare}?${params}${fragment === undefined ? '' : `#${fragment}`}`
}

/** Calls a route in process, for a server that renders its own pages. */
export async function dispatch(
  request: Request,
  name: string,
  input: FlowInput,
  context: HandlerContext,
  isSameOrigin: SameOriginCheck,
): Promise<Dispatched> {
  const [method = 'GET', target = ''] = name.split(' ', 2)
  const url = new URL(target, context.appOrigin)
  const match = matchRoute(ROUTES, method, url.pathname)
  if (match === undefined || match === 'other-method') {
    throw new ConfigError('input_invalid', `There is no route ${method} ${url.pathname}.`, {
      option: 'route',
    })
  }
  if (method !== 'GET' && !isSameOrigin(request)) return failedDispatch(flowFailure('cross_origin'), [])
  const fields = Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined),
  ) as Record<string, string>
  try {
    const cookies = request.headers.get('cookie')
    const answer = await match.route({ request, url, id: match.id, fields, cookies }, context)
    if (answer instanceof Response) {
      throw new ConfigError('input_invalid', `${name} is a redirect; send the browser there.`, {
        option: 'route',
      })
    }
    return {
      status: answer.status ?? 200,
      body: answer.body,
      redirectTo: answer.redirectTo,
      cookies: answer.cookies ?? [],
    }
  } catch (cause) {
    if (cause instanceof ConfigError && cause.option === 'route') throw cause
    const { failure, cookies } = explain(cause, url.pathname, context)
    return failedDispatch(failure, cookies)
  }
}

const failedDispatch = ({ status, error }: FlowFailure, cookies: readonly SetCookie[]): Dispatched => ({
  status,
  body: { error },
  cookies,
})

/** What any failure means to whoever asked. Nothing of the failure itself gets out. */
function explain(
  cause: unknown,
  path: string,
  context: HandlerContext,
): { failure: FlowFailure; cookies: readonly SetCookie[] } {
  if (cause instanceof RouteError) return { failure: cause.failure, cookies: cause.cookies }
  if (cause instanceof BodyError)
    return { failure: { status: cause.status, error: { code: cause.code } }, cookies: [] }
  if (cause instanceof SessionError)
    return { failure: { status: 400, error: { code: 'too_large' } }, cookies: [] }
  // An id that the client refuses to put into a path came from the request.
  if (cause instanceof ConfigError && cause.code === 'input_invalid') {
    return { failure: flowFailure('not_found'), cookies: [] }
  }
  if (cause instanceof ApiError || cause instanceof TransportError) {
    context.emit({ type: 'failed', path, code: cause.code })
    return { failure: failureOf(cause), cookies: [] }
  }
  context.emit({ type: 'failed', path, code: 'unexpected' })
  return { failure: { status: 500, error: { code: 'unknown' } }, cookies: [] }
}
