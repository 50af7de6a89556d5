import type { Requirement, RequireOptions, SignedIn } from '@latchkey/core/server'
import {
  AccessRefusedError,
  CROSS_ORIGIN,
  decideRequest,
  guardRequirement,
  personalResponse,
  publicPath,
  readRequirement,
  refusalResponse,
} from '@latchkey/core/server'
import { type CurrentRequest, requestHeaders } from './current-request.ts'
import type { Guards } from './guards.ts'
import type { HandlerOf } from './handler.ts'

/** Server functions and route handlers for signed-in users only. */
export interface AuthedFunctions {
  /**
   * Creates a server function, for a file that begins with `'use server'`. Browsers can call it without its page, so every
   * server function must check the session. `run` receives the signed-in user, and then the arguments of the call. For everyone
   * else it does what {@link Guards} do. Calls from other sites are refused with `AccessRefusedError`.
   */
  action<Arguments extends unknown[], Result>(
    run: (auth: SignedIn, ...args: Arguments) => Result | Promise<Result>,
  ): (...args: Arguments) => Promise<Result>
  /**
   * Creates a route handler. Browsers are redirected to the sign-in page and back; scripts get 401, 403 or 503 with
   * `{ error: { code, message } }`. State-changing requests from other sites are refused. The response is `private, no-store`
   * unless it sets its own `private` cache header.
   */
  route<Context>(
    run: (request: Request, auth: SignedIn, context: Context) => Response | Promise<Response>,
  ): (request: Request, context: Context) => Promise<Response>
}

/** Server functions and route handlers for signed-in users only. */
export interface Authed extends AuthedFunctions {
  /**
   * The same, only for users who meet a requirement, such as `{ permission: 'projects:write' }`.
   *
   * @throws {ConfigError} `option_invalid` for an empty requirement.
   */
  with(requirement: Requirement, options?: RequireOptions): AuthedFunctions
}

export function createAuthed(
  handlerOf: HandlerOf,
  currentRequest: () => Promise<CurrentRequest>,
  { requireAccess }: Guards,
  organizationPath: string | undefined,
): Authed {
  const functionsFor = (requirement: Requirement, options: RequireOptions = {}): AuthedFunctions => ({
    action:
      (run) =>
      async (...args) => {
        const { handler, headers } = await currentRequest()
        if (!handler.isSameOrigin({ method: 'POST', headers })) throw new AccessRefusedError(CROSS_ORIGIN)
        return run(await requireAccess(requirement, options), ...args)
      },
    route: (run) => async (request, context) => {
      await requestHeaders()
      const handler = handlerOf()
      const { method, headers } = request
      if (!handler.isSameOrigin(request)) return refusalResponse(CROSS_ORIGIN)
      const { pathname, search } = new URL(request.url)
      const url = handler.appOrigin + publicPath(handler, pathname) + search
      const { auth } = await handler.resolve({ headers, url }, { refresh: false })
      const guard = { ...options, organizationPath }
      const decision = decideRequest(handler, auth, requirement, { method, headers, url }, guard)
      if (decision.outcome === 'allowed') return personal(await run(request, decision.auth, context))
      if (decision.outcome === 'redirect')
        return personal(new Response(null, { status: 303, headers: { location: decision.location } }))
      return refusalResponse(decision)
    },
  })
  return {
    ...functionsFor({}),
    with(requirement, options = {}) {
      const { returnTo, onMissing } = options
      const whole = guardRequirement(requirement, options)
      return functionsFor(readRequirement(whole, 'authed.with'), { returnTo, onMissing })
    },
  }
}

function personal(response: Response): Response {
  const own = response.headers.get('cache-control')
  const result = personalResponse(response, [])
  if (own?.includes('private')) result.headers.set('cache-control', own)
  return result
}
