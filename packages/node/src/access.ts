import type {
  AccessRefusal,
  Auth,
  AuthHandler,
  Requirement,
  RequireOptions,
  Resolved,
  SignedIn,
} from '@latchkey/core/server'
import { AccessRefusedError, ConfigError, decideRequest as decide, decideAccess } from '@latchkey/core/server'

export { AccessRefusedError, CROSS_ORIGIN, type RequireOptions, refusalBody } from '@latchkey/core/server'

/** The result of the middleware for a request. Stored under a symbol, because another library may also set `auth`. */
export interface RequestAuth {
  handler: AuthHandler
  auth: Auth
  organizationPath: string | undefined
}

const AUTH = Symbol.for('@latchkey/auth')

/** Stores the session of a request. */
export function setRequestAuth(request: object, value: RequestAuth): void {
  Object.defineProperty(request, AUTH, { value, configurable: true })
}

/**
 * @throws {ConfigError} `middleware_missing` if the middleware has not run, so that a missing middleware never grants access.
 */
export function requestAuth(request: object): RequestAuth {
  const auth = (request as { [AUTH]?: RequestAuth })[AUTH]
  if (auth !== undefined) return auth
  throw new ConfigError(
    'middleware_missing',
    'The latchkey() middleware has not run for this request. Add it before every route that reads the session.',
  )
}

/** Decides what a guard in front of a route does with a request. */
export const decideRequest = (
  { handler, auth, organizationPath }: RequestAuth,
  request: Pick<Request, 'method' | 'headers' | 'url'>,
  requirement: Requirement,
  options: RequireOptions,
) => decide(handler, auth, requirement, request, { ...options, organizationPath })

/** Returns the signed-in user within a handler. @throws {AccessRefusedError} for everyone else. */
export function requireWithin({ handler, auth }: RequestAuth, requirement: Requirement): SignedIn {
  const decision = decideAccess(handler, auth, requirement, { canRedirect: false })
  if (decision.outcome === 'allowed') return decision.auth
  throw new AccessRefusedError(decision as AccessRefusal)
}

/** Whether a response can be for one user only. */
export const isPersonal = ({ auth, hasCookies }: Resolved): boolean =>
  auth.status !== 'signed-out' || hasCookies
