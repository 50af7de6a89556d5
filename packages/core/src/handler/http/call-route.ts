import { ConfigError } from '../../errors/index.ts'
import type { FlowInput } from '../../flow/index.ts'
import type { PendingCookies } from '../../session/resolved.ts'
import { NO_COOKIES } from '../../session/resolved.ts'
import type { HandlerContext } from '../route/handler-context.ts'
import { ROUTES } from '../routes/routes.ts'
import { matchRoute } from './match-route.ts'
import { refuseOrigin } from './refuse-origin.ts'
import { runRoute } from './run-route.ts'
import type { SameOriginCheck } from './same-origin.ts'

/** A route's answer, for a server that renders its own pages. */
export interface Dispatched {
  /** HTTP status: 303 where the browser has to go to {@link Dispatched.redirectTo} in any case. */
  status: number
  body: unknown
  /** Where the user should go next, when a form was sent. */
  redirectTo?: string
  /** The cookies to add to the response to the browser: call it when that is ready. */
  cookies: PendingCookies
}

/**
 * Calls a route in process, for a server that renders its own pages.
 *
 * @param name Such as `GET /sessions?limit=10`; below the base path.
 * @throws {ConfigError} `input_invalid` when there is no such route.
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
  const fields = Object.fromEntries(
    Object.entries(input).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
  const { status, body, redirectTo, cookies } = await runRoute(
    match,
    { request, url, fields: async () => fields },
    context,
  )
  return { status, body, redirectTo, cookies }
}
