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
import type { ResolvableRequest } from './options/requested-organization.ts'

/** Everything that a server needs from Latchkey, for Web-standard requests and responses. */
export interface AuthHandler {
  /**
   * Responds to every request below {@link AuthHandler.basePath}. Throws only if the code of the routes cannot be loaded; the
   * next request tries again.
   */
  handle(request: Request): Promise<Response>
  /**
   * Resolves the session of a request, and the cookies to add to the response when it is ready. Never throws. Sends no network
   * request while the access token is valid.
   *
   * @param options.organizationId The organization to use. A user who is not a member is signed in without an organization.
   * Default: the organization that the request names, else the session's active organization.
   * @param options.refresh Set `false` for a response that cannot set cookies, such as a render that has started or a WebSocket
   * upgrade: the session is not refreshed and no cookies are returned, and a session that needs a refresh is stale. Default
   * `true`.
   */
  resolve(request: ResolvableRequest, options?: ResolveRequestOptions): Promise<Resolved>
  /**
   * Submits one action of a flow, for a server that renders its own forms. The same as posting the form to the handler,
   * including the check of the request's origin headers.
   */
  advance(request: Request, action: FlowAction, input: FlowInput): Promise<Advance>
  /** Calls one of the handler's routes, such as `GET /sessions`, for a server that renders its own pages. */
  call(request: Request, route: string, fields?: FlowInput): Promise<Dispatched>
  /**
   * Whether a state-changing request comes from the app itself or from one of `trustedOrigins`. It is the check of the
   * handler's own routes, for the app's routes. `GET`, `HEAD` and `OPTIONS` always pass.
   */
  isSameOrigin(request: Pick<Request, 'method' | 'headers'>): boolean
  /** Fetches the signing keys and loads the routes ahead of the first request. Never throws. */
  warm(): Promise<void>
  /**
   * Resolves when no work is in progress: requests of the handler, refreshes that outlive their request, and emails. To stop a
   * server, first stop accepting requests, then wait for this, and close the coordinator's connection last.
   */
  settled(): Promise<void>
  /** The path of the handler in the browser, including `appPath`. Used by `<AuthProvider basePath>` and forms. */
  readonly basePath: string
  /** The app's origin, without a path. */
  readonly appOrigin: string
  /** The path of the whole app, such as `/docs`; empty for an app at the root of its origin. */
  readonly appPath: string
  /** The names of this app's cookies. */
  readonly cookieNames: CookieNames
  /** The handler's clock, for `checkRequirement` with `freshWithin`. */
  readonly clock: Clock
  /** The paths of the app's own pages in the browser, with the defaults filled in. */
  readonly pages: Readonly<FlowPages>
  /** Returns the path or URL if redirects to it are allowed, else the default. For values from outside. */
  returnTo(value: unknown): string
  /**
   * Seals the requested path, for a framework that provides it only to a part of the server, such as the proxy of Next. That
   * part passes it to the others in a request header, where a visitor could write any other path.
   */
  sealPath(path: string): Promise<string>
  /** The path that {@link AuthHandler.sealPath} sealed in the last ten minutes; `undefined` for everything else. */
  openPath(sealed: string | null): Promise<string | undefined>
}

/** Options of {@link AuthHandler.resolve}. */
export interface ResolveRequestOptions {
  /** The organization to use. Default: the organization that the request names, else the session's active organization. */
  organizationId?: string
  /** Whether the session can be refreshed. Default `true`. */
  refresh?: boolean
}

const isRead = (method: string) => ['GET', 'HEAD', 'OPTIONS'].includes(method.toUpperCase())

/** The result of an action, for a page to show. */
export interface Advance extends Dispatched {
  payload: FlowPayload
}

/**
 * Creates the server side of sign-in: mount {@link AuthHandler.handle} at `basePath`, and call {@link AuthHandler.resolve}
 * elsewhere. Only the handler uses the API key, and it never exposes a token, code or key.
 *
 * @param options Omitted options come from the environment variable or default named there.
 * @throws {ConfigError} for a missing or unsafe setting, naming it.
 */
export function createAuthHandler(options: AuthHandlerOptions = {}): AuthHandler {
  const context = createContext(readSettings(options))
  const { handlerContext, warm, trusted, scope, background, passedPaths } = context
  const { basePath, appOrigin, clock, pages, returnTo, resolve } = handlerContext
  // A process that only checks sessions never needs the routes, and other processes start faster without them.
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
      // A request that needs the routes tries again, and reports the failure.
      await Promise.all([warm(), load().catch(() => {})])
    },
    settled: background.settled,
    sealPath: passedPaths.seal,
    openPath: passedPaths.open,
    handle: (request) =>
      background.track(load().then(({ respond }) => respond(request, handlerContext, trusted))),
    resolve,
    isSameOrigin: ({ method, headers }) => isRead(method) || trusted({ headers }),
    async advance(request, action, input) {
      const route = `POST ${FLOW_ACTIONS[action].path}`
      const dispatched = await background.track(call(request, route, input))
      return { ...dispatched, payload: dispatched.body as FlowPayload }
    },
    call: (request, route, fields = {}) => background.track(call(request, route, fields)),
  }
}
