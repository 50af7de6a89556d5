import type { Clock } from '../base/clock.ts'
import { systemClock } from '../base/clock.ts'
import { cryptography } from '../base/cryptography.ts'
import { withLocalFallback } from '../coordinator/local-fallback.ts'
import { memoryCoordinator } from '../coordinator/memory.ts'
import { withTimeLimit } from '../coordinator/time-limit.ts'
import { ApiError, ConfigError } from '../errors/index.ts'
import type { FlowAction, FlowInput, FlowPayload } from '../flow/index.ts'
import { FLOW_ACTIONS } from '../flow/index.ts'
import { readOffer } from '../flow/offer.ts'
import { bearerToken, createBearerResolver } from '../session/bearer-token.ts'
import { cookieScope, defaultCookieName } from '../session/cookie.ts'
import { withinBudget } from '../session/cookie-budget.ts'
import { createKeySet } from '../session/key-set.ts'
import { createKnownUsers } from '../session/known-users.ts'
import type { Session } from '../session/packed-session.ts'
import { sessionUser } from '../session/packed-session.ts'
import { createRefresher } from '../session/refresher.ts'
import type { Resolution } from '../session/resolve-session.ts'
import type { Resolved } from '../session/resolved.ts'
import { resolvedWith } from '../session/resolved.ts'
import { createSealer } from '../session/seal.ts'
import { readCookieSecrets } from '../session/secret.ts'
import { type CookieNames, cookieNames } from '../session/session-cookie.ts'
import { createSessions } from '../session/session-manager.ts'
import { createTokenVerifier, issuersOf, type TokenProblem } from '../session/token-verifier.ts'
import type { Fault } from './events/fault.ts'
import { fault, faultOf, keySetFault, tokenFault } from './events/fault.ts'
import type { HandlerEvent } from './events/handler-event.ts'
import { createReport } from './events/report-event.ts'
import { flowFailure } from './failures/flow-failure.ts'
import type { Dispatched } from './http/call-route.ts'
import { dispatch } from './http/call-route.ts'
import { respond } from './http/handle-request.ts'
import { explain } from './http/run-route.ts'
import type { SameOriginCheck } from './http/same-origin.ts'
import { createSameOriginCheck } from './http/same-origin.ts'
import { readAppAddress, readTrustedOrigin } from './options/app-address.ts'
import type { AuthHandlerOptions, FlowPages } from './options/auth-handler-options.ts'
import { readImpersonation } from './options/impersonation-areas.ts'
import { isAdmin, mayAssign } from './options/member-change.ts'
import type { SendEmail } from './options/outgoing-email.ts'
import type { Settings } from './options/read-options.ts'
import { readSettings } from './options/read-options.ts'
import type { OrganizationRequest } from './options/requested-organization.ts'
import { requestedOrganization } from './options/requested-organization.ts'
import { createReturnTo, originPattern } from './options/return-to.ts'
import { readSignUpFields } from './options/sign-up-fields.ts'
import type { HandlerContext } from './route/handler-context.ts'
import { createAttempts } from './services/attempts.ts'
import type { Background } from './services/background.ts'
import { createBackground } from './services/background.ts'
import { createPendingFlows } from './services/pending-flow.ts'
import { createSingleUse } from './services/single-use.ts'
import { createRefreshExchange } from './session/refresh-exchange.ts'

/** Everything a server needs of Latchkey, over Web-standard requests and responses. */
export interface AuthHandler {
  /** Answers every request below {@link AuthHandler.basePath}. Never throws. */
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
  const { handlerContext, warm, trusted, scope, background } = context
  const { basePath, appOrigin, clock, pages, returnTo, resolve } = handlerContext

  return {
    basePath,
    appPath: context.appPath,
    appOrigin: appOrigin.origin,
    cookieNames: cookieNames(scope),
    clock,
    pages,
    returnTo,
    warm,
    settled: background.settled,
    handle: (request) => background.track(respond(request, handlerContext, trusted)),
    resolve: ({ headers, url = appOrigin.href }, options) => resolve({ headers, url }, options),
    isSameOrigin: ({ method, headers }) => isRead(method) || trusted({ headers }),
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
  const { client, assignableRoles, clock = options.client.api.clock ?? systemClock } = options
  const { origin: appOrigin, appPath, basePath, pages, publicPath, routePath } = readAppAddress(options)
  const primitives = cryptography()
  const sealer = createSealer(primitives, readCookieSecrets(options.cookieSecret))
  const { clientId, baseUrl } = client.api
  if (clientId === undefined) {
    throw new ConfigError('client_id_missing', 'The client needs a clientId. Set WORKOS_CLIENT_ID.', {
      option: 'clientId',
    })
  }
  const scope = cookieScope(
    appOrigin,
    options.cookieName ?? defaultCookieName(appOrigin, clientId),
    options.cookieDomain,
  )
  const issuers = options.issuers ?? issuersOf(baseUrl, clientId)
  const audiences = [options.audience ?? []].flat()
  const emit = createReport(options)
  const report = reportFaults(client, emit)
  const keySet = createKeySet({
    cryptography: primitives,
    clock,
    fetchKeys: () => client.getJwks(),
    onFailure: (cause) => emit({ type: 'failed', ...keySetFault(cause, clientId) }),
  })
  const onTokenProblem = (problem: TokenProblem) =>
    emit({ type: 'failed', ...tokenFault(problem, { clientId, issuers, audiences }) })
  const rememberedSessions = readCount('rememberedSessions', options.rememberedSessions)
  const accepted = {
    keySet,
    cacheSize: rememberedSessions,
    clock,
    clientId,
    issuers,
    audiences,
    onProblem: onTokenProblem,
    clockSkewSeconds: options.clockSkewSeconds,
  }
  const verifier = createTokenVerifier(accepted)
  const maximumAgeMs =
    readSeconds('sessionMaxAgeSeconds', options.sessionMaxAgeSeconds, 30 * DAY_SECONDS) * 1000
  const background = createBackground(options.waitUntil)
  const coordinator = withTimeLimit(options.coordinator ?? memoryCoordinator({ clock }), clock, () =>
    emit({ type: 'failed', ...fault('coordinator_unavailable') }),
  )
  const refresher = createRefresher({
    coordinator: options.refreshWithoutCoordinator ? withLocalFallback(coordinator, clock) : coordinator,
    background: background.run,
    cryptography: primitives,
    sealer,
    clock,
    exchange: createRefreshExchange(client, clock, (found) => void report(found)),
    organizationRefused: flowFailure('invalid_organization_id'),
  })
  const sessions = createSessions({
    cryptography: primitives,
    sealer,
    verifier,
    refresher,
    scope,
    clock,
    maximumAgeMs,
    vendorCookie: options.vendorCookie,
    rememberedSessions,
    refreshInBackground: options.coordinator?.isDurable ? background.run : undefined,
    onResolved: (before, resolution) => reportResolution(before, resolution, emit),
    onTokenProblem,
    onUnknownSecret: () => emit({ type: 'failed', ...fault('cookie_secret_unknown') }),
    onUnwritable: (_session, cause) => {
      const found = faultOf(cause)
      if (found) emit({ type: 'failed', ...found })
    },
  })
  const organizationOf = (request: OrganizationRequest) =>
    requestedOrganization(request, options.organizationOf)
  const users = createKnownUsers({ fetchUser: (userId) => findUser(client, userId), clock })
  const resolveBearer = createBearerResolver({
    // What strangers send says nothing of the app's settings: nobody is told.
    verifier: createTokenVerifier({ ...accepted, onProblem: undefined }),
    clock,
    maximumAgeMs,
    wasSignedOutHere: refresher.wasSignedOutHere,
    findUser: users.find,
  })
  const tokenOf = (request: Pick<Request, 'headers'>) => (options.bearer ? bearerToken(request) : undefined)
  async function resolve(request: OrganizationRequest, about: ResolveRequestOptions = {}): Promise<Resolved> {
    const { organizationId = organizationOf(request), refresh } = about
    const token = tokenOf(request)
    // A request with a token is that caller or nobody: a bad token must not turn into the user of the cookie.
    if (token !== undefined) return resolvedWith(await resolveBearer(token, organizationId))
    return sessions.resolve(request.headers.get('cookie'), { organizationId, refresh })
  }
  const excluded = [
    ...[pages.signIn, pages.signUp],
    ...['/sign-out', '/callback', '/authorize'].map((path) => basePath + path),
  ]
  const redirects = { appOrigin, allowedOrigins: options.allowedOrigins, publicPath, excluded }
  const returnTo = createReturnTo({ ...redirects, fallback: options.returnTo || undefined })
  const handlerContext: HandlerContext = {
    client,
    clock,
    appOrigin,
    trustedOrigins: options.trustedOrigins ?? [],
    basePath,
    routePath,
    issuers,
    pages,
    offer: readOffer(options),
    signUpFields: readSignUpFields(options.signUpFields),
    beforeSignUp: options.beforeSignUp,
    mayDeleteAccount: options.canDeleteAccount ?? (() => false),
    mayCreateOrganization: (auth) => options.canCreateOrganization?.(auth) === true,
    mayManageOrganization: (auth, change) => options.canManageOrganization?.(auth, change) === true,
    mayLeaveOrganization: (auth) => options.canLeaveOrganization?.(auth) === true,
    sessions,
    flows: createPendingFlows({ sealer, scope, clock, fallback: returnTo.fallback }),
    fitCookies: (header, cookies) => withinBudget(scope, header, cookies),
    singleUse: createSingleUse({
      // A sign-in does not wait for a coordinator that is away: the API itself redeems no code twice.
      coordinator: withLocalFallback(coordinator, clock),
      cryptography: primitives,
      sealer,
      clock,
      background: background.run,
    }),
    returnTo,
    signedOutReturnTo: createReturnTo({
      ...redirects,
      excluded: excluded.slice(2),
      fallback: options.signedOutReturnTo || undefined,
    }),
    sendEmail: sendInBackground(options.sendEmail, background, emit),
    freshAuthenticationMs:
      readSeconds('freshAuthenticationSeconds', options.freshAuthenticationSeconds, 600) * 1000,
    exposeAccessToken: options.exposeAccessToken ?? false,
    impersonationMay: readImpersonation(options.impersonation?.allow),
    canManageMembers: (auth, change) => (options.canManageMembers ?? isAdmin)(auth, change) === true,
    mayAssign: (auth, role) => (assignableRoles ? lists(assignableRoles(auth), role) : mayAssign(auth, role)),
    afterwards(path, work) {
      const begun = new Promise<void>((resolve) => setTimeout(resolve)).then(work)
      background.run(begun.catch((cause) => explain(cause, path, handlerContext)))
    },
    attempts: createAttempts({ coordinator, cryptography: primitives, clock, emit }),
    coordinator,
    clientAddress: options.clientAddress ?? (() => undefined),
    isBearer: (request) => tokenOf(request) !== undefined,
    resolve,
    userChanged: users.update,
    organizationOf,
    emit,
    report,
  }
  const isSameOrigin = createSameOriginCheck(appOrigin, options.trustedOrigins?.map(trustedOrigin))
  // A browser adds no access token by itself, and another site's page cannot without the app's leave (CORS).
  const trusted: SameOriginCheck = (request) => tokenOf(request) !== undefined || isSameOrigin(request)
  return { handlerContext, appPath, trusted, scope, background, warm: () => keySet.warm() }
}

/** Text has the name of a role in it by chance, and a promise lists nothing. */
const lists = (roles: unknown, role: string) => Array.isArray(roles) && roles.includes(role)

/** One origin, or all that a pattern names. */
function trustedOrigin(text: string): (url: URL) => boolean {
  if (text.includes('*')) return originPattern(text, 'trustedOrigins')
  const { origin } = readTrustedOrigin(text)
  return (url) => url.origin === origin
}

/** Emails are not awaited: the time would show whether the address has an account. */
function sendInBackground(
  sendEmail: SendEmail | undefined,
  background: Background,
  emit: HandlerContext['emit'],
): HandlerContext['sendEmail'] {
  if (sendEmail === undefined) return undefined
  return (email) => {
    const sending = (async () => sendEmail(email))()
    // The message of another's error may hold the link.
    const tell = (cause: unknown) =>
      emit({ type: 'failed', path: email.kind, ...fault('email_not_sent', { got: nameOf(cause) }) })
    background.run(sending.catch(tell))
  }
}

function readCount(option: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) return value
  throw new ConfigError('option_invalid', `${option} must be a whole number, 0 or more.`, { option })
}

function readSeconds(option: string, value: number | undefined, fallback: number): number {
  if (value === undefined) return fallback
  if (Number.isFinite(value) && value > 0) return value
  throw new ConfigError('option_invalid', `${option} must be a number of seconds above 0.`, { option })
}

const nameOf = (cause: unknown) => (cause instanceof Error ? cause.name : typeof cause)

/** The user as a page may know them; `undefined` for one who was deleted. */
async function findUser(client: Settings['client'], userId: string) {
  try {
    return sessionUser(await client.getUser({ userId }))
  } catch (cause) {
    if (cause instanceof ApiError && cause.code === 'entity_not_found') return undefined
    throw cause
  }
}

const PROBE_MS = 2_000

/** The API refuses a key and a client id together. Whether it knows the client tells which of the two is wrong. */
function reportFaults(client: Settings['client'], emit: HandlerContext['emit']): HandlerContext['report'] {
  async function inDetail(found: Fault): Promise<Fault> {
    if (found.code !== 'client_refused') return found
    try {
      await client.getJwks({}, { timeoutMs: PROBE_MS })
      return fault('api_key_refused', found)
    } catch (cause) {
      const isUnknown = cause instanceof ApiError && cause.status === 404
      return isUnknown ? fault('client_id_unknown', { got: client.api.clientId }) : found
    }
  }
  return async (found, path) => emit({ type: 'failed', path, ...(await inDetail(found)) })
}

function reportResolution(
  before: Session,
  { auth, changed }: Resolution,
  emit: (event: HandlerEvent) => void,
): void {
  const userId = before.user.id
  if (changed && auth.status === 'signed-in') emit({ type: 'refreshed', userId, sessionId: auth.sessionId })
  if (auth.status === 'stale' && auth.lastKnown) {
    emit({ type: 'refresh_failed', userId, sessionId: auth.lastKnown.sessionId, code: 'unavailable' })
  }
}
