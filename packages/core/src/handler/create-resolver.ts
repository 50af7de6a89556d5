import type { Clock } from '../base/clock.ts'
import type { Cryptography } from '../base/cryptography.ts'
import type { Coordinator } from '../coordinator/coordinator.ts'
import { withLocalFallback } from '../coordinator/local-fallback.ts'
import { ApiError } from '../errors/index.ts'
import { bearerToken, createBearerResolver } from '../session/bearer-token.ts'
import type { CookieScope } from '../session/cookie.ts'
import { createKeySet } from '../session/key-set.ts'
import { createKnownUsers } from '../session/known-users.ts'
import type { CurrentUser, Session } from '../session/packed-session.ts'
import { createRefresher } from '../session/refresher.ts'
import type { Resolution } from '../session/resolve-session.ts'
import type { Resolved } from '../session/resolved.ts'
import { resolvedWith } from '../session/resolved.ts'
import type { Sealer } from '../session/seal.ts'
import { createSessions } from '../session/session-manager.ts'
import { createTokenVerifier, issuersOf, type TokenProblem } from '../session/token-verifier.ts'
import { fault, faultOf, keySetFault, tokenFault } from './events/fault.ts'
import type { HandlerEvent } from './events/handler-event.ts'
import { flowFailure } from './failures/flow-failure.ts'
import { readCount, readSeconds } from './options/numbers.ts'
import type { Settings } from './options/read-options.ts'
import type { ResolvableRequest } from './options/requested-organization.ts'
import { requestedOrganization } from './options/requested-organization.ts'
import { readVendorCookie } from './options/vendor-cookie.ts'
import type { HandlerContext } from './route/handler-context.ts'
import type { Background } from './services/background.ts'
import type { ReadSessionUser } from './services/session-user.ts'
import { createRefreshExchange } from './session/refresh-exchange.ts'

/** The parts that an app's sessions consist of. */
interface Parts extends Pick<HandlerContext, 'emit' | 'report' | 'readSessionUser'> {
  cryptography: Cryptography
  sealer: Sealer
  scope: CookieScope
  clock: Clock
  clientId: string
  background: Background
  coordinator: Coordinator
  currentUser: CurrentUser
}

/** Resolves the session of a request: that of its access token, else that of its cookies. */
export interface Resolver
  extends Pick<
    HandlerContext,
    'resolve' | 'sessions' | 'issuers' | 'isBearer' | 'organizationOf' | 'userChanged'
  > {
  /** Fetches the signing keys. Never throws. */
  warm(): Promise<void>
}

const DAY_SECONDS = 24 * 60 * 60

export function createResolver(options: Settings, parts: Parts): Resolver {
  const { client } = options
  const { clock, readSessionUser } = parts
  const maximumAgeMs =
    readSeconds('sessionMaxAgeSeconds', options.sessionMaxAgeSeconds, 30 * DAY_SECONDS) * 1000
  const { keySet, issuers, accepted } = acceptedTokens(options, parts)
  const { sessions, refresher } = sessionsOf(options, parts, accepted, maximumAgeMs)
  const organizationOf = (request: ResolvableRequest) =>
    requestedOrganization(request, options.organizationOf)
  const users = createKnownUsers({ fetchUser: (userId) => findUser(client, userId, readSessionUser), clock })
  const resolveBearer = createBearerResolver({
    // Tokens that unknown callers send do not indicate a problem with the app's settings, so they are not reported.
    verifier: createTokenVerifier({ ...accepted, onProblem: undefined }),
    clock,
    maximumAgeMs,
    wasSignedOutHere: refresher.wasSignedOutHere,
    findUser: users.find,
  })
  const tokenOf = (request: Pick<Request, 'headers'>) => (options.bearer ? bearerToken(request) : undefined)
  async function resolve(
    request: ResolvableRequest,
    about: { organizationId?: string; refresh?: boolean } = {},
  ): Promise<Resolved> {
    const { organizationId = organizationOf(request), refresh } = about
    const token = tokenOf(request)
    // A request with a token belongs to that caller or to no one: an invalid token must not fall back to the user of the
    // cookie.
    if (token !== undefined) return resolvedWith(await resolveBearer(token, organizationId))
    return sessions.resolve(request.headers.get('cookie'), { organizationId, refresh })
  }
  return {
    resolve,
    sessions,
    issuers,
    isBearer: (request) => tokenOf(request) !== undefined,
    organizationOf,
    userChanged: users.update,
    warm: () => keySet.warm(),
  }
}

/** The access tokens that this app accepts. */
function acceptedTokens(options: Settings, { cryptography, clock, clientId, emit }: Parts) {
  const { client } = options
  const issuers = options.issuers ?? issuersOf(client.api.baseUrl, clientId)
  const audiences = [options.audience ?? []].flat()
  const keySet = createKeySet({
    cryptography,
    clock,
    fetchKeys: () => client.getJwks(),
    onFailure: (cause) => emit({ type: 'failed', ...keySetFault(cause, clientId) }),
  })
  const onTokenProblem = (problem: TokenProblem) =>
    emit({ type: 'failed', ...tokenFault(problem, { clientId, issuers, audiences }) })
  const accepted = {
    keySet,
    cacheSize: readCount('rememberedSessions', options.rememberedSessions),
    clock,
    clientId,
    issuers,
    audiences,
    onProblem: onTokenProblem,
    clockSkewSeconds: options.clockSkewSeconds,
  }
  return { keySet, issuers, accepted }
}

/** The sessions in cookies, and their refresher. */
function sessionsOf(
  options: Settings,
  {
    cryptography,
    sealer,
    scope,
    clock,
    background,
    coordinator,
    emit,
    report,
    readSessionUser,
    currentUser,
  }: Parts,
  accepted: ReturnType<typeof acceptedTokens>['accepted'],
  maximumAgeMs: number,
) {
  const refresher = createRefresher({
    coordinator: options.refreshWithoutCoordinator ? withLocalFallback(coordinator, clock) : coordinator,
    background: background.run,
    cryptography,
    sealer,
    currentUser,
    clock,
    exchange: createRefreshExchange(options.client, clock, readSessionUser, (found) => void report(found)),
    organizationRefused: flowFailure('invalid_organization_id'),
  })
  const sessions = createSessions({
    cryptography,
    sealer,
    currentUser,
    verifier: createTokenVerifier(accepted),
    refresher,
    scope,
    clock,
    maximumAgeMs,
    vendorCookie: readVendorCookie(options.vendorCookie),
    rememberedSessions: accepted.cacheSize,
    refreshInBackground: options.coordinator?.isDurable ? background.run : undefined,
    onResolved: (before, resolution) => reportResolution(before, resolution, emit),
    onTokenProblem: accepted.onProblem,
    onUnknownSecret: () => emit({ type: 'failed', ...fault('cookie_secret_unknown') }),
    onMetadataOmitted: (keys) =>
      emit({ type: 'failed', ...fault('user_fields_too_large', { got: keys.join(', ') }) }),
    onUnwritable: (_session, cause) => {
      const found = faultOf(cause)
      if (found) emit({ type: 'failed', ...found })
    },
  })
  return { sessions, refresher }
}

/** The user's data that a page can have; `undefined` if the user was deleted. */
async function findUser(client: Settings['client'], userId: string, readSessionUser: ReadSessionUser) {
  try {
    return readSessionUser(await client.getUser({ userId }))
  } catch (cause) {
    if (cause instanceof ApiError && cause.code === 'entity_not_found') return undefined
    throw cause
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
    emit({ type: 'refresh_failed', userId, sessionId: auth.lastKnown.sessionId, code: 'unavailable' })
  }
}
