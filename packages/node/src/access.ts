import type { Auth, AuthHandler, Requirement, Resolved, SetCookie, SignedIn } from '@latchkey/core/server'
import {
  type AccessRefusal,
  ConfigError,
  canRedirect,
  decideAccess,
  pageAskedFor,
} from '@latchkey/core/server'

/** What the middleware found out about a request. Kept under a symbol: another library may set `auth` as well. */
export interface RequestAuth {
  handler: AuthHandler
  auth: Auth
  organizationPath: string | undefined
}

const AUTH = Symbol.for('@latchkey/auth')

/** Remembers who sent a request. */
export function setRequestAuth(request: object, value: RequestAuth): void {
  Object.defineProperty(request, AUTH, { value, configurable: true })
}

/** @throws {ConfigError} `middleware_missing` when the middleware has not run: closed, never open. */
export function requestAuth(request: object): RequestAuth {
  const found = (request as { [AUTH]?: RequestAuth })[AUTH]
  if (found !== undefined) return found
  throw new ConfigError(
    'middleware_missing',
    'The latchkey() middleware has not run for this request. Add it before every route that asks who the user is.',
  )
}

/** How a guard treats a request that it does not let through. */
export interface RequireOptions {
  /** Where to go after signing in. Default: the page that was asked for. */
  returnTo?: string
  /** `error` never redirects to the sign-in page. Default `redirect`. */
  onMissing?: 'redirect' | 'error'
  /** Whether someone who impersonates the user gets through. Default `true`. */
  allowImpersonation?: boolean
}

/** Thrown by a guard. Error handlers of Express and Fastify answer with its `status` and `headers`. */
export class AccessRefusedError extends Error {
  override readonly name = 'AccessRefusedError'
  readonly status: AccessRefusal['status']
  readonly statusCode: AccessRefusal['status']
  readonly code: AccessRefusal['code']
  readonly headers: Readonly<Record<string, string>>
  /** Safe to show: finalhandler and others send the message only of errors that say so. */
  readonly expose = true

  constructor({ status, code, message, retryAfterSeconds }: AccessRefusal) {
    super(message)
    this.status = status
    this.statusCode = status
    this.code = code
    this.headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
  }
}

/** The body of a refusal, for callers that are scripts. */
export const refusalBody = ({ code, message }: AccessRefusal) => ({ error: { code, message } })

/** A request as a guard sees it, whatever the framework. */
export interface GuardedRequest {
  method: string
  headers: Headers
  /** Absolute, below the app's origin. */
  url: string
}

/** What a guard in front of a route does with a request. */
export function decideRequest(
  found: RequestAuth,
  request: GuardedRequest,
  requirement: Requirement,
  { returnTo, onMissing = 'redirect' }: RequireOptions,
) {
  const { handler, auth, organizationPath } = found
  return decideAccess(handler, auth, requirement, {
    returnTo: returnTo ?? pageAskedFor(handler, request),
    canRedirect: onMissing === 'redirect' && canRedirect(request),
    organizationPath,
  })
}

/** The signed-in user within a handler. @throws {AccessRefusedError} for everyone else. */
export function requireWithin(found: RequestAuth, requirement: Requirement): SignedIn {
  const decision = decideAccess(found.handler, found.auth, requirement, { canRedirect: false })
  if (decision.outcome === 'allowed') return decision.auth
  throw new AccessRefusedError(decision as AccessRefusal)
}

/** Whether a response may be for one user only. */
export const isPersonal = ({ auth, cookies }: Pick<Resolved, 'auth'> & { cookies: readonly SetCookie[] }) =>
  auth.status !== 'signed-out' || cookies.length > 0
