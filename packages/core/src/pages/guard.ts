import type { AuthHandler } from '../handler/create-auth-handler.ts'
import { personalResponse } from '../handler/http/personal-response.ts'
import type { Auth } from '../session/auth.ts'
import type { Requirement } from '../session/requirement.ts'
import type { AccessDecision, AccessHandler, AccessRefusal } from './access.ts'
import { canRedirect, decideAccess, requestedPage } from './access.ts'

/** Options for what a guard does with a request that it refuses. */
export interface RequireOptions {
  /** Where to go after sign-in. Default: the requested page. */
  returnTo?: string
  /** `error` fails instead of redirecting to the sign-in page. Default `redirect`. */
  onMissing?: 'redirect' | 'error'
  /** Whether an impersonated session is allowed. Default `true`. */
  allowImpersonation?: boolean
}

/** Options that a framework's package adds to its guards. */
export interface GuardOptions extends RequireOptions {
  /** The path of the app's page where the user selects an organization. */
  organizationPath?: string | undefined
  /** Whether the client follows a redirect, if the framework knows it better than {@link canRedirect}. */
  isFollowed?: boolean
}

/** Thrown by a guard. Framework error handlers respond with its `status` and `headers`. */
export class AccessRefusedError extends Error {
  override readonly name = 'AccessRefusedError'
  readonly status: AccessRefusal['status']
  readonly statusCode: AccessRefusal['status']
  readonly code: AccessRefusal['code']
  readonly headers: Readonly<Record<string, string>>
  /** Safe to show: finalhandler and others send the message only of errors marked like this. */
  readonly expose = true

  constructor({ status, code, message, headers = {} }: Omit<AccessRefusal, 'outcome'>) {
    super(message)
    this.status = status
    this.statusCode = status
    this.code = code
    this.headers = headers
  }
}

/** Thrown by a guard in a framework that turns the decision into a response. */
export class AccessStopped extends Error {
  override readonly name = 'AccessStopped'
  readonly decision: Exclude<AccessDecision, { outcome: 'allowed' }>

  /** @param hint Text for the developer, shown if nothing turns the decision into a response. */
  constructor(decision: AccessStopped['decision'], hint?: string) {
    const { message } = decision.outcome === 'redirect' ? { message: 'Sign in to do that.' } : decision
    super(hint === undefined ? message : `${message} ${hint}`)
    this.decision = decision
  }
}

/** The body of a refusal, for clients that are scripts. */
export const refusalBody = ({ code, message }: Pick<AccessRefusal, 'code' | 'message'>) => ({
  error: { code, message },
})

/** The refusal of a state-changing request from another site. */
export const CROSS_ORIGIN: AccessRefusal = Object.freeze({
  outcome: 'refused',
  status: 403,
  code: 'cross_origin',
  message: 'This request came from another site.',
})

/** A refusal as a response, for clients that are scripts. */
export function refusalResponse(refusal: Omit<AccessRefusal, 'outcome'>): Response {
  const { status, headers } = new AccessRefusedError(refusal)
  return personalResponse(Response.json(refusalBody(refusal), { status, headers }), [])
}

/**
 * Decides what a guard in front of a route does with a request: {@link decideAccess}, with the details read from the request.
 *
 * @param requirement The requirement, merged with the options: see `guardRequirement`.
 * @param request Its `url` must be absolute and below the app's origin.
 */
export function decideRequest(
  handler: AccessHandler & Pick<AuthHandler, 'appOrigin'>,
  auth: Auth,
  requirement: Requirement,
  request: Pick<Request, 'method' | 'headers' | 'url'>,
  options: GuardOptions = {},
): AccessDecision {
  // The request's details matter only for refusals, and reading them costs more than this check.
  const decision = decideAccess(handler, auth, requirement, { canRedirect: false })
  if (decision.outcome === 'allowed') return decision
  const { returnTo = requestedPage(handler, request), onMissing = 'redirect', organizationPath } = options
  const { isFollowed = canRedirect(request) } = options
  return decideAccess(handler, auth, requirement, {
    returnTo,
    canRedirect: onMissing === 'redirect' && isFollowed,
    organizationPath,
  })
}
