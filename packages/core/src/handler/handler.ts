import { systemClock } from '../api/clock.ts'
import { withLocalFallback } from '../coordinator/local-fallback.ts'
import { memoryCoordinator } from '../coordinator/memory.ts'
import { withTimeLimit } from '../coordinator/time-limit.ts'
import { ConfigError } from '../errors/index.ts'
import type { FlowAction, FlowInput, FlowPayload } from '../flow/index.ts'
import { FLOW_ACTIONS } from '../flow/index.ts'
import { readOffer } from '../flow/offer.ts'
import type { SignedIn } from '../session/auth.ts'
import type { SetCookie } from '../session/cookie.ts'
import { cookieScope } from '../session/cookie.ts'
import { cryptography } from '../session/crypto.ts'
import { createKeySet } from '../session/key-set.ts'
import { createRefresher } from '../session/refresh.ts'
import type { Resolution } from '../session/resolve.ts'
import { createSealer } from '../session/seal.ts'
import { readCookieSecrets } from '../session/secret.ts'
import type { Session } from '../session/session.ts'
import type { Resolved } from '../session/sessions.ts'
import { createSessions } from '../session/sessions.ts'
import { createTokenVerifier } from '../session/token.ts'
import { readAppAddress, readTrustedOrigin } from './app-address.ts'
import type { Background } from './background.ts'
import { createBackground } from './background.ts'
import type { HandlerContext } from './context.ts'
import type { Dispatched } from './dispatch.ts'
import { dispatch } from './dispatch.ts'
import type { SendEmail } from './email.ts'
import type { HandlerEvent } from './event.ts'
import { flowFailure } from './flow-error.ts'
import { createNotices } from './notices.ts'
import type { AuthHandlerOptions, FlowPages } from './options.ts'
import { createPendingFlows } from './pending-flow.ts'
import { createRefreshExchange } from './refresh-exchange.ts'
import { requestedOrganization } from './requested-organization.ts'
import { respond } from './respond.ts'
import { createReturnTo } from './return-to.ts'
import { createSameOriginCheck } from './same-origin.ts'
import type { Settings } from './settings.ts'
import { readSettings } from './settings.ts'

/** Everything a server needs of Latchkey, over Web-standard requests and responses. */
export interface AuthHandler {
  /** Answers every request below {@link AuthHandler.basePath}. Never throws. */
  handle(request: Request): Promise<Response>
  /**
   * Who sent this request, and the cookies to add to the answer. Never throws; asks no network while the token is
   * good.
   *
   * @param organizationId The organization to be in. Whoever may not enter it is signed in without one. Default: what
   *   the request asks for, else the one that the session is in.
   */
  resolve(request: ResolvableRequest, organizationId?: string): Promise<Resolved>
  /**
   * The cookies of a resolution that still holds when the answer is ready: none when the person signed out, or the
   * session was refreshed further, meanwhile. Asks only the coordinator, and only when there are cookies to send.
   */
  confirm(resolved: Resolved): Promise<readonly SetCookie[]>
  /**
   * Takes one action of a flow for a server that renders its own forms: the same as posting the form here.
   * The request's own origin headers are checked as well.
   */
  advance(request: Request, action: FlowAction, input: FlowInput): Promise<Advance>
  /** Calls one of the handler's routes for a server that renders its own pages, such as `GET /sessions`. */
  call(request: Request, route: string, fields?: FlowInput): Promise<Dispatched>
  /** Fetches the signing keys ahead of the first request. Never throws. */
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
  /** Paths of the app's own pages as browsers know them, defaults filled in. */
  readonly pages: Readonly<FlowPages>
  /** Where a person may be sent, for values that come from outside. */
  returnTo(value: unknown): string
}

/** A request, as far as its sender can be told. Some frameworks give no more than the headers. */
export type ResolvableRequest = Pick<Request, 'headers'> & { url?: string }

/** What came of an action, as a page shows it. */
export interface Advance extends Dispatched {
  payload: FlowPayload
}

const DAY_SECONDS = 24 * 60 * 60

/**
 * The server half of signing in: mount {@link AuthHandler.handle} at `basePath`, ask {@link AuthHandler.resolve}
 * elsewhere. It alone holds the API key, and it never lets a token, code or key out.
 *
 * @param options What is left out comes from the environment or the default named there.
 * @throws {ConfigError} for a missing or unsafe setting, naming it.
 */
export function createAuthHandler(options: AuthHandlerOptions = {}): AuthHandler {
  const context = createContext(readSettings(options))
  const { handlerContext, warm, trusted, background } = context
  const { basePath, appOrigin, pages, returnTo, sessions, organizationOf } = handlerContext

  return {
    basePath,
    appPath: context.appPath,
    appOrigin: appOrigin.origin,
    pages,
    returnTo,
    warm,
    settled: background.settled,
    handle: (request) => background.track(respond(request, handlerContext, trusted)),
    resolve: ({ headers, url = appOrigin.href }, organizationId = organizationOf({ headers, url })) =>
      sessions.resolve(headers.get('cookie'), organizationId),
    confirm: (resolved) => sessions.confirm(resolved),
    async advance(request, action, input) {
      const route = `POST ${FLOW_ACTIONS[action].path}`
      const dispatched = await background.track(dispatch(request, route, input, handlerContext, trusted))
      return { ...dispatched, payload: dispatched.body as FlowPayload }
    },
    call: (request, route, fields = {}) =>
      background.track(dispatch(request, route, fields, handlerContext, trusted)),
  }
}

function createContext(options: Settings) {
  const { client, clock = options.client.api.clock ?? systemClock } = options
  const { origin: appOrigin, appPath, basePath, pages, publicPath, routePath } = readAppAddress(options)
  const scope = cookieScope(appOrigin, options.cookieDomain)
  const primitives = cryptography()
  const sealer = createSealer(primitives, readCookieSecrets(options.cookieSecret))
  const { clientId, baseUrl } = client.api
  if (clientId === undefined) {
    throw new ConfigError('client_id_missing', 'The client needs a clientId. Set WORKOS_CLIENT_ID.', {
      option: 'clientId',
    })
  }
  const issuers = options.issuers ?? [`${baseUrl}/user_management/${clientId}`, baseUrl, `${baseUrl}/`]
  const keySet = createKeySet({ cryptography: primitives, clock, fetchKeys: () => client.getJwks() })
  const verifier = createTokenVerifier({
    keySet,
    cryptography: primitives,
    clock,
    clientId,
    issuers,
    clockSkewSeconds: options.clockSkewSeconds,
  })
  const emit = safely(options.onEvent)
  const background = createBackground(options.waitUntil)
  const coordinator = withTimeLimit(options.coordinator ?? memoryCoordinator({ clock }), clock, () =>
    emit({ type: 'failed', path: basePath, code: 'coordinator_unavailable' }),
  )
  const refresher = createRefresher({
    coordinator: options.refreshWithoutCoordinator ? withLocalFallback(coordinator, clock) : coordinator,
    background: background.run,
    cryptography: primitives,
    sealer,
    clock,
    exchange: createRefreshExchange(client, clock),
    organizationRefused: flowFailure('invalid_organization_id'),
  })
  const sessions = createSessions({
    cryptography: primitives,
    sealer,
    verifier,
    refresher,
    scope,
    clock,
    maximumAgeMs: readSeconds('sessionMaxAgeSeconds', options.sessionMaxAgeSeconds, 30 * DAY_SECONDS) * 1000,
    vendorCookie: options.vendorCookie,
    refreshInBackground: options.coordinator?.isDurable ? background.run : undefined,
    onResolved: (before, resolution) => reportResolution(before, resolution, emit),
    onUnwritable: () => emit({ type: 'failed', path: basePath, code: 'session_too_large' }),
  })
  const excluded = [
    ...[pages.signIn, pages.signUp],
    ...['/sign-out', '/callback', '/authorize'].map((path) => basePath + path),
  ]
  const redirects = { appOrigin, allowedOrigins: options.allowedOrigins, excluded }
  const handlerContext: HandlerContext = {
    client,
    clock,
    appOrigin,
    basePath,
    routePath,
    issuers,
    pages,
    offer: readOffer(options),
    sessions,
    flows: createPendingFlows(sealer, scope, clock),
    returnTo: createReturnTo({ ...redirects, fallback: publicPath(options.returnTo || '/') }),
    signedOutReturnTo: createReturnTo({
      ...redirects,
      excluded: excluded.slice(2),
      fallback: publicPath(options.signedOutReturnTo || '/'),
    }),
    sendEmail: sendInBackground(options.sendEmail, background, emit),
    freshAuthenticationMs:
      readSeconds('freshAuthenticationSeconds', options.freshAuthenticationSeconds, 600) * 1000,
    exposeAccessToken: options.exposeAccessToken ?? false,
    canManageMembers: (auth) => (options.canManageMembers ?? isAdmin)(auth) === true,
    clientAddress: options.clientAddress ?? (() => undefined),
    organizationOf: (request) => requestedOrganization(request, options.organizationOf),
    emit,
    notify: createNotices(),
  }
  const trusted = createSameOriginCheck(appOrigin, options.trustedOrigins?.map(readTrustedOrigin))
  return { handlerContext, appPath, trusted, background, warm: () => keySet.warm() }
}

const isAdmin = ({ roles }: SignedIn) => roles.includes('admin')

/** Nobody waits for a mail: how long it takes would tell whether the address has an account. */
function sendInBackground(
  sendEmail: SendEmail | undefined,
  background: Background,
  emit: HandlerContext['emit'],
): HandlerContext['sendEmail'] {
  if (sendEmail === undefined) return undefined
  return (email) => {
    const sending = (async () => sendEmail(email))()
    background.run(sending.catch(() => emit({ type: 'failed', path: email.kind, code: 'email_not_sent' })))
  }
}

function readSeconds(option: string, value: number | undefined, fallback: number): number {
  if (value === undefined) return fallback
  if (Number.isFinite(value) && value > 0) return value
  throw new ConfigError('option_invalid', `${option} must be a number of seconds above 0.`, { option })
}

function safely(onEvent: AuthHandlerOptions['onEvent']): HandlerContext['emit'] {
  return (event) => {
    try {
      onEvent?.(event)
    } catch {
      // Somebody's logging must not fail a sign-in.
    }
  }
}

function reportResolution(
  before: Session,
  { auth, changed }: Resolution,
  emit: (event: HandlerEvent) => void,
): void {
  const userId = before.user.id
  if (changed && auth.status === 'signed-in') emit({ type: 'refreshed', userId, sessionId: auth.sessionId })
  if (auth.status === 'stale' && auth.lastKnown) {
    emit({ type: 'refresh_failed', userId, sessionId: auth.lastKnown.sessionId, code: 'service_unavailable' })
  }
}
