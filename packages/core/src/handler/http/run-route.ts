import { ApiError, ConfigError, SessionError, TransportError } from '../../errors/index.ts'
import type { PendingCookies, Resolved } from '../../session/resolved.ts'
import { NO_COOKIES } from '../../session/resolved.ts'
import type { FlowFailure } from '../failures/flow-failure.ts'
import { failureOf, flowFailure } from '../failures/flow-failure.ts'
import { RouteError } from '../failures/route-error.ts'
import type { HandlerContext } from '../route/handler-context.ts'
import { requireSignedIn } from '../route/require-signed-in.ts'
import type { RouteRequest, RouteResult } from '../route/route.ts'
import { challengeFor } from './challenge.ts'
import type { RouteMatch } from './match-route.ts'
import { BodyError } from './request-body.ts'

/** The result of a route, or the response to its failure. */
export interface RouteOutcome extends RouteResult {
  status: number
  /** Requested when the response is ready, so that a sign-out in the meantime takes precedence. */
  cookies: PendingCookies
  failure?: FlowFailure
}

/** A route's response before its cookies are known. */
type RouteFailure = RouteResult & Pick<RouteOutcome, 'status' | 'failure'>

/** A request before its route has run. `fields` may not have been read yet. */
export interface IncomingRequest {
  request: Request
  url: URL
  fields: () => Promise<RouteRequest['fields']>
}

/** Runs a route. If the session changes in the meantime, its cookies are added to the response. */
export async function runRoute(
  { route, id }: RouteMatch,
  { request, url, fields }: IncomingRequest,
  context: HandlerContext,
): Promise<RouteOutcome> {
  const isBearer = context.isBearer(request)
  const cookies = isBearer ? null : request.headers.get('cookie')
  let resolving: Promise<Resolved> | undefined
  const resolve = () => {
    resolving ??= context.resolve(request)
    return resolving
  }
  const session = async () => (await resolve()).auth
  const incoming = { request, url, id, cookies, isBearer, session }
  const result = await attempt(async () => {
    // No route accepts an invalid token, not even a route that is open to visitors.
    if (isBearer) await requireSignedIn(incoming)
    return route({ ...incoming, fields: await fields() }, context)
  })
  if (isBearer) return { ...result, cookies: NO_COOKIES }
  return { ...result, cookies: pending }

  async function pending() {
    const changed = resolving ? await (await resolving).cookies() : []
    const own = typeof result.cookies === 'function' ? await result.cookies() : (result.cookies ?? [])
    // The route's own cookies come last: a sign-out takes precedence over a refresh in the same request.
    return context.fitCookies(cookies, [...changed, ...own])
  }

  async function attempt(work: () => Promise<RouteResult>): Promise<RouteFailure> {
    try {
      return { status: 200, ...(await work()) }
    } catch (cause) {
      const failure = await explain(cause, url.pathname, context)
      const cookies = cause instanceof RouteError ? cause.cookies : []
      const headers = isBearer ? challengeFor((await resolve()).auth, failure.error.code) : undefined
      return {
        status: failure.status,
        body: { error: failure.error },
        failure,
        cookies,
        headers,
      } as RouteFailure
    }
  }
}

/** The failure for an error that is thrown on purpose and has the same meaning everywhere. */
function failureFrom(cause: unknown): FlowFailure | undefined {
  if (cause instanceof RouteError) return cause.failure
  if (cause instanceof BodyError)
    return { status: cause.status, error: { code: cause.code }, fault: cause.fault }
  return cause instanceof SessionError ? failureOf(cause) : undefined
}

/** Converts any error to the failure that the caller sees. No details of the error are revealed. */
export async function explain(cause: unknown, path: string, context: HandlerContext): Promise<FlowFailure> {
  const failure = failureFrom(cause)
  if (failure?.fault) await context.report(failure.fault, path)
  if (failure) return failure
  // An id that the client refuses to put into a path came from the request.
  if (cause instanceof ConfigError && cause.code === 'input_invalid') return flowFailure('not_found')
  if (cause instanceof ApiError || cause instanceof TransportError) {
    const refused = failureOf(cause)
    if (refused.fault) await context.report(refused.fault, path)
    else if (cause instanceof ApiError) context.emit({ type: 'failed', path, code: cause.code })
    return refused
  }
  context.emit({ type: 'failed', path, code: 'unexpected' })
  return { status: 500, error: { code: 'unknown' } }
}
