import type { SetCookie } from '../../session/cookie.ts'
import type { FlowFailure } from '../failures/flow-failure.ts'
import type { HandlerContext } from '../route/handler-context.ts'
import type { RouteRequest } from '../route/route.ts'
import { ROUTES } from '../routes/routes.ts'
import { locateRequest } from './locate-request.ts'
import { allowedMethods, matchRoute } from './match-route.ts'
import { isPlainForm, refusalPage } from './refusal-page.ts'
import { refuseOrigin, senderOf } from './refuse-origin.ts'
import { readFields } from './request-body.ts'
import { errorResponse, jsonResponse, notModifiedResponse, redirectResponse } from './route-response.ts'
import type { RouteOutcome } from './run-route.ts'
import { runRoute } from './run-route.ts'
import type { SameOriginCheck } from './same-origin.ts'

const READS = new Set(['GET', 'HEAD'])

/** Handles an HTTP request: finds its route, checks its origin, reads its body, and responds with JSON or 303. */
export async function respond(
  request: Request,
  context: HandlerContext,
  isSameOrigin: SameOriginCheck,
): Promise<Response> {
  const url = new URL(request.url)
  const path = locateRequest(url, request.headers, context)
  if (path === undefined) return errorResponse(404, { code: 'not_found' })
  const method = request.method.toUpperCase()
  const match = matchRoute(ROUTES, method === 'HEAD' ? 'GET' : method, path)
  if (match === undefined) return errorResponse(404, { code: 'not_found' })
  if (match === 'other-method') return notAllowed(path)
  const isRead = READS.has(method)
  const home = new URL(context.returnTo.fallback, context.appOrigin).href
  const isBearer = context.isBearer(request)
  if (!isRead && !isSameOrigin(request)) {
    const { status, error } = refuseOrigin(request, path, context)
    const details = `It was sent from ${senderOf(request.headers)}, and this app is at ${context.appOrigin.origin}.`
    return isPlainForm(request) ? refusalPage(status, error, home, details) : errorResponse(status, error)
  }

  let isForm = false
  let isRefused = !isRead
  let fields: RouteRequest['fields'] = {}
  async function read() {
    if (!isRead) ({ fields, isForm } = await readFields(request))
    isRefused = false
    return fields
  }
  const outcome = await runRoute(match, { request, url, fields: read }, context)
  if (isRefused && outcome.failure && !isBearer && isPlainForm(request))
    return refusalPage(outcome.status, outcome.failure.error, home)
  const shown = { ...outcome, cookies: await outcome.cookies() }
  // Without the field, the browser returns to the page that contains the form, if it named that page.
  const returnTo = () => context.returnTo(fields.returnTo ?? request.headers.get('referer'))
  const response = isForm && !isBearer ? formResponse(shown, returnTo()) : scriptResponse(shown)
  return method === 'HEAD' ? new Response(null, response) : response
}

function notAllowed(path: string): Response {
  const response = errorResponse(405, { code: 'invalid_request' })
  response.headers.set('allow', allowedMethods(ROUTES, path).join(', '))
  return response
}

/** The result of a route, with its cookies. */
type ReadyOutcome = Omit<RouteOutcome, 'cookies'> & { cookies: readonly SetCookie[] }

function scriptResponse({ status, body, redirectTo, cookies, headers, failure }: ReadyOutcome): Response {
  if (failure) return errorResponse(failure.status, failure.error, cookies, headers)
  if (status === 303 && redirectTo !== undefined) return redirectResponse(redirectTo, cookies)
  if (status === 304) return notModifiedResponse(headers, cookies)
  return jsonResponse(body, { status, cookies, headers })
}

/** A plain form is always redirected to the page to show next. */
function formResponse({ redirectTo, cookies, failure }: ReadyOutcome, returnTo: string): Response {
  if (failure) return redirectResponse(withError(returnTo, failure), cookies)
  return redirectResponse(redirectTo ?? withQuery(returnTo, { done: '1' }), cookies)
}

/** The page that contains the form shows the error by its code. Error texts are never put in a URL. */
function withError(location: string, { error }: FlowFailure): string {
  return withQuery(location, { error: error.code, ...(error.field !== undefined && { field: error.field }) })
}

const PARTS = /^([^?#]*)(\?[^#]*)?(#.*)?$/s

function withQuery(location: string, entries: Record<string, string>): string {
  const [, path, query, fragment = ''] = PARTS.exec(location) ?? []
  const params = new URLSearchParams(query)
  for (const stale of ['error', 'field', 'done']) params.delete(stale)
  for (const [name, value] of Object.entries(entries)) params.set(name, value)
  return `${path}?${params}${fragment}`
}
