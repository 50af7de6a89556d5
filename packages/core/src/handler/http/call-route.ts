import { ConfigError } from '../../errors/index.ts'
import type { FlowInput } from '../../flow/index.ts'
import type { PendingCookies } from '../../session/resolved.ts'
import { NO_COOKIES } from '../../session/resolved.ts'
import type { HandlerContext } from '../route/handler-context.ts'
import { ROUTES } from '../routes/routes.ts'
import { matchRoute } from './match-route.ts'
import { refuseOrigin } from './refuse-origin.ts'
import { textFields } from './request-body.ts'
import { runRoute } from './run-route.ts'
import type { SameOriginCheck } from './same-origin.ts'

/** The response of a route, for a server that renders its own pages. */
export interface Dispatched {
  /** HTTP status: 303 if the browser must go to {@link Dispatched.redirectTo}. */
  status: number
  body: unknown
  /** Where the user goes next, if a form was submitted. */
  redirectTo?: string
  /** Returns the cookies to add to the response. Call it when the response is ready. */
  cookies: PendingCookies
}

/**
 * Calls a route in process, for a server that renders its own pages.
 *
 * @param name For example `GET /sessions?limit=10`, relative to the base path.
 * @throws {ConfigError} `input_invalid` if the route does not exist.
 */
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
  if (method !== 'GET' && !isSameOrigin(request)) {
    const { status, error } = refuseOrigin(request, url.pathname, context)
    return { status, body: { error }, cookies: NO_COOKIES }
  }
  const { status, body, redirectTo, cookies } = await runRoute(
    match,
    { request, url, fields: async () => textFields(input) },
    context,
  )
  return { status, body, redirectTo, cookies }
}
