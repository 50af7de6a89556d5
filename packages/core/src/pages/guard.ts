import type { AuthHandler } from '../handler/create-auth-handler.ts'
import { personalResponse } from '../handler/http/personal-response.ts'
import type { Auth } from '../session/auth.ts'
import type { Requirement } from '../session/requirement.ts'
import type { AccessDecision, AccessHandler, AccessRefusal } from './access.ts'
import { canRedirect, decideAccess, requestedPage } from './access.ts'

/** How a guard of an adapter treats a request that it does not let through. */
export interface RequireOptions {
  /** Where to go after signing in. Default: the page that was asked for. */
  returnTo?: string
  /** `error` never redirects to the sign-in page. Default `redirect`. */
  onMissing?: 'redirect' | 'error'
  /** Whether someone who impersonates the user gets through. Default `true`. */
  allowImpersonation?: boolean
}

/** What a framework's package adds to the options of a guard. */
export interface GuardOptions extends RequireOptions {
  /** The app's page on which an organization is chosen. */
  organizationPath?: string | undefined
  /** Whether a redirect reaches the user, where the framework knows it better than {@link canRedirect}. */
  isFollowed?: boolean
}

/** Thrown by a guard. Error handlers of frameworks respond with its `status` and `headers`. */
export class AccessRefusedError extends Error {
  override readonly name = 'AccessRefusedError'
  readonly status: AccessRefusal['status']
  readonly statusCode: AccessRefusal['status']
  readonly code: AccessRefusal['code']
  readonly headers: Readonly<Record<string, string>>
  /** Safe to show: finalhandler and others send the message only of errors that say so. */
  readonly expose = true

  constructor({ status, code, message, headers = {} }: Omit<AccessRefusal, 'outcome'>) {
    super(message)
    this.status = status
    this.statusCode = status
    this.code = code
    this.headers = headers
  }
}

/** Thrown by a guard for what calls the app's code, which makes a response of the decision. */
export class AccessStopped extends Error {
  override readonly name = 'AccessStopped'
  readonly decision: Exclude<AccessDecision, { outcome: 'allowed' }>

  /** @param hint What the developer reads where nothing makes a response of it. */
  constructor(decision: AccessStopped['decision'], hint?: string) {
    const { message } = decision.outcome === 'redirect' ? { message: 'Sign in to do that.' } : decision
    super(hint === undefined ? message : `${message} ${hint}`)
    this.decision = decision
  }
}

/** The body of a refusal, for callers that are scripts. */
export const refusalBody = ({ code, message }: Pick<AccessRefusal, 'code' | 'message'>) => ({
  error: { code, message },
})

/** A request that changes something and comes from another site. */
export const CROSS_ORIGIN: AccessRefusal = Object.freeze({
  outcome: 'refused',
  status: 403,
  code: 'cross_origin',
  message: 'This request came from another site.',
})

/** A refusal as a response, for callers that are scripts. */
export function refusalResponse(refusal: Omit<AccessRefusal, 'outcome'>): Response {
  const { status, headers } = new AccessRefusedError(refusal)
  return personalResponse(Response.json(refusalBody(refusal), { status, headers }), [])
}

/**
 * What a guard in front of a route does with a request: {@link decideAccess}, with everything else that the request
 * itself tells.
 *
 * @param requirement With what the options add: see `guardRequirement`.
 * @param request Its `url` is absolute, below the app's origin.
 */
export function decideRequest(
  handler: AccessHandler & Pick<AuthHandler, 'appOrigin'>,
  auth: Auth,
  requirement: Requirement,
  request: Pick<Request, 'method' | 'headers' | 'url'>,
  options: GuardOptions = {},
): AccessDecision {
  // What the request tells is for refusals only, and reading it takes longer than seeing that a user may pass.
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
