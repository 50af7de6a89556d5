import { ApiError, ConfigError, SessionError, TransportError } from '../errors/index.ts'
import type { SetCookie } from '../session/cookie.ts'
import type { Resolved } from '../session/sessions.ts'
import { BodyError } from './body.ts'
import type { HandlerContext, RouteAnswer, RouteRequest } from './context.ts'
import { RouteError } from './context.ts'
import type { FlowFailure } from './flow-error.ts'
import { failureOf, flowFailure } from './flow-error.ts'
import type { RouteMatch } from './router.ts'

/** What a route answered, or what its failure means. */
export interface RouteOutcome extends RouteAnswer {
  status: number
  cookies: readonly SetCookie[]
  failure?: FlowFailure
}

/** A request before its route has run. `fields` may still have to be read. */
export interface IncomingRequest {
  request: Request
  url: URL
  fields: () => Promise<RouteRequest['fields']>
}

/** Runs a route. The cookies of a session that changed on the way go out with whatever it answers. */
export async function runRoute(
  { route, id }: RouteMatch,
  { request, url, fields }: IncomingRequest,
  context: HandlerContext,
): Promise<RouteOutcome> {
  const cookies = request.headers.get('cookie')
  const organizationId = context.organizationOf(request)
  let resolving: Promise<Resolved> | undefined
  const resolve = () => {
    resolving ??= context.sessions.resolve(cookies, organizationId)
    return resolving
  }
  const session = async () => (await resolve()).auth
  const answer = await attempt(async () =>
    route({ request, url, id, fields: await fields(), cookies, session }, context),
  )
  const changed = resolving ? await context.sessions.confirm(await resolving) : []
  // The route's own come last: a sign-out wins over a refresh that happened on the way to it.
  return { ...answer, cookies: [...changed, ...(answer.cookies ?? [])] }

  async function attempt(work: () => Promise<RouteAnswer>): Promise<RouteAnswer & { status: number }> {
    try {
      return { status: 200, ...(await work()) }
    } catch (cause) {
      const failure = explain(cause, url.pathname, context)
      const cookies = cause instanceof RouteError ? cause.cookies : []
      return { status: failure.status, body: { error: failure.error }, failure, cookies } as RouteOutcome
    }
  }
}

/** What any failure means to whoever asked. Nothing of the failure itself gets out. */
function explain(cause: unknown, path: string, context: HandlerContext): FlowFailure {
  if (cause instanceof RouteError) return cause.failure
  if (cause instanceof BodyError) return { status: cause.status, error: { code: cause.code } }
  if (cause instanceof SessionError) return failureOf(cause)
  // An id that the client refuses to put into a path came from the request.
  if (cause instanceof ConfigError && cause.code === 'input_invalid') return flowFailure('not_found')
  if (cause instanceof ApiError || cause instanceof TransportError) {
    context.emit({ type: 'failed', path, code: cause.code })
    return failureOf(cause)
  }
  context.emit({ type: 'failed', path, code: 'unexpected' })
  return { status: 500, error: { code: 'unknown' } }
}
