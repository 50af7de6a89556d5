import type { Clock } from '../base/clock.ts'
import { rememberSuccess } from '../base/remember-success.ts'
import type { FlowAction, FlowInput, FlowPayload } from '../flow/index.ts'
import { FLOW_ACTIONS } from '../flow/index.ts'
import type { Resolved } from '../session/resolved.ts'
import { type CookieNames, cookieNames } from '../session/session-cookie.ts'
import { createContext } from './create-context.ts'
import type { Dispatched } from './http/call-route.ts'
import type { AuthHandlerOptions, FlowPages } from './options/auth-handler-options.ts'
import { readSettings } from './options/read-options.ts'

/** Everything a server needs of Latchkey, over Web-standard requests and responses. */
export interface AuthHandler {
  /**
   * Responds to every request below {@link AuthHandler.basePath}. Throws only if the code of the routes cannot be loaded;
   * the next request tries again.
   */
  handle(request: Request): Promise<Response>
  /**
   * Who sent this request, and the cookies to add to the response once it is ready. Never throws; asks no network while
   * the token is good.
   *
   * @param options.organizationId The organization to be in. A user who is not a member is signed in without one.
   *   Default: what the request asks for, else the one that the session is in.
   * @param options.refresh `false` for a response that cannot set cookies, such as a render that has begun or a WebSocket
   *   upgrade: nothing is exchanged and no cookie comes back, and a session that needs a refresh is stale. Default `true`.
   */
  resolve(request: ResolvableRequest, options?: ResolveRequestOptions): Promise<Resolved>
  /**
   * Takes one action of a flow for a server that renders its own forms: the same as posting the form here.
   * The request's own origin headers are checked as well.
   */
  advance(request: Request, action: FlowAction, input: FlowInput): Promise<Advance>
  /** Calls one of the handler's routes for a server that renders its own pages, such as `GET /sessions`. */
  call(request: Request, route: string, fields?: FlowInput): Promise<Dispatched>
  /**
   * Whether a request that changes something comes from the app itself, or from one of `trustedOrigins`: the check of the
   * handler's own routes, for the app's routes. `GET`, `HEAD` and `OPTIONS` always pass.
   */
  isSameOrigin(request: Pick<Request, 'method' | 'headers'>): boolean
  /** Fetches the signing keys and loads the routes ahead of the first request. Never throws. */
  warm(): Promise<void>
  /**
   * Resolves when no work is in flight: requests of the handler, refreshes that outlive theirs, emails. A server that
   * stops closes its door first, then waits for this, and closes the coordinator's connection last.
   */
  settled(): Promise<void>
  /** Where browsers find the handler, `appPath` included. What `<AuthProvider basePath>` and forms use. */
  readonly basePath: string
  /** The app's origin, without a path. */
  readonly appOrigin: string
  /** The path that the whole app is below, such as `/docs`; empty for an app that has its origin to itself. */
  readonly appPath: string
  /** What this app's cookies are called. */
  readonly cookieNames: CookieNames
  /** What time it is for the handler, for `checkRequirement` with `freshWithin`. */
  readonly clock: Clock
  /** Paths of the app's own pages as browsers know them, defaults filled in. */
  readonly pages: Readonly<FlowPages>
  /** Where redirects can lead, for values that come from outside. */
  returnTo(value: unknown): string
}

/** A request, as far as its sender is known. Some frameworks give no more than the headers. */
export type ResolvableRequest = Pick<Request, 'headers'> & { url?: string }

/** Settings of {@link AuthHandler.resolve}. */
export interface ResolveRequestOptions {
  /** The organization to be in. */
  organizationId?: string
  /** Whether the session may be refreshed. Default `true`. */
  refresh?: boolean
}

const isRead = (method: string) => ['GET', 'HEAD', 'OPTIONS'].includes(method.toUpperCase())

/** The result of an action, as a page shows it. */
export interface Advance extends Dispatched {
  payload: FlowPayload
}

/**
 * The server half of signing in: mount {@link AuthHandler.handle} at `basePath`, ask {@link AuthHandler.resolve}
 * elsewhere. It alone holds the API key, and it never lets a token, code or key out.
 *
 * @param options What is left out comes from the environment or the default named there.
 * @throws {ConfigError} for a missing or unsafe setting, naming it.
 */
export function createAuthHandler(options: AuthHandlerOptions = {}): AuthHandler {
  const context = createContext(readSettings(options))
  const { handlerContext, warm, trusted, scope, background } = context
  const { basePath, appOrigin, clock, pages, returnTo, resolve } = handlerContext
  // A process that only checks sessions never needs the routes, and others start without them.
  const load = rememberSuccess(() => import('./serve.ts'))
  const call = async (request: Request, route: string, fields: FlowInput) => {
    const { dispatch } = await load()
    return dispatch(request, route, fields, handlerContext, trusted)
  }

  return {
    basePath,
    appPath: context.appPath,
    appOrigin: appOrigin.origin,
    cookieNames: cookieNames(scope),
    clock,
    pages,
    returnTo,
    warm: async () => {
      // A request that needs the routes tries again, and its failure is seen.
      await Promise.all([warm(), load().catch(() => {})])
    },
    settled: background.settled,
    handle: (request) =>
      background.track(load().then(({ respond }) => respond(request, handlerContext, trusted))),
    resolve: ({ headers, url = appOrigin.href }, options) => resolve({ headers, url }, options),
    isSameOrigin: ({ method, headers }) => isRead(method) || trusted({ headers }),
    async advance(request, action, input) {
      const route = `POST ${FLOW_ACTIONS[action].path}`
      const dispatched = await background.track(call(request, route, input))
      return { ...dispatched, payload: dispatched.body as FlowPayload }
    },
    call: (request, route, fields = {}) => background.track(call(request, route, fields)),
  }
}
