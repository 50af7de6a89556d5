import { pageUrl } from '../client/navigation.ts'
import { ConfigError } from '../errors/index.ts'
import type { AuthHandler } from '../handler/create-auth-handler.ts'
import { challengeFor } from '../handler/http/challenge.ts'
import type { Auth, SignedIn } from '../session/auth.ts'
import { bearerToken } from '../session/bearer-token.ts'
import type { Requirement } from '../session/requirement.ts'
import { checkRequirement } from '../session/requirement.ts'
import { publicPath } from './mounted-handler.ts'

/** What a guard does with a request. Adapters translate it for their framework. */
export type AccessDecision =
  | { outcome: 'allowed'; auth: SignedIn }
  /** Redirect to the sign-in page, or to the page where the user selects an organization. */
  | { outcome: 'redirect'; location: string }
  | AccessRefusal

/** Why a request is refused, for clients that do not follow a redirect. */
export interface AccessRefusal {
  outcome: 'refused'
  status: 401 | 403 | 503
  code:
    | 'signed_out'
    | 'organization_required'
    | 'reauthentication_required'
    | 'forbidden'
    | 'cross_origin'
    | 'unavailable'
  /** Safe to show. */
  message: string
  /** With status 503: seconds to wait before the next attempt. */
  retryAfterSeconds?: number
  /** Headers to set on the response: when to retry, and what an access token lacks (`WWW-Authenticate`, RFC 6750). */
  headers?: Readonly<Record<string, string>>
}

/** What a guard needs to know about a request. */
export interface AccessRequest {
  /** The path to return to after sign-in. Default `/`. */
  returnTo?: string
  /** Whether a redirect reaches the user: see {@link canRedirect}. */
  canRedirect: boolean
  /**
   * The path of the app's page where the user selects an organization, with or without the app's base path. Without it, the
   * request is refused.
   */
  organizationPath?: string | undefined
}

/** What a decision needs from the handler. */
export type AccessHandler = Pick<AuthHandler, 'appPath' | 'clock'> & {
  pages: Pick<AuthHandler['pages'], 'signIn'>
}

const RETRY_AFTER_SECONDS = 5

/**
 * Decides whether a request can continue. All adapters use it: a signed-out user is redirected to the sign-in page and back, a
 * sign-in that is too long ago requires a fresh one, a missing organization leads to the page that selects one, and a session
 * in an unknown state is never treated as signed out.
 */
export function decideAccess(
  handler: AccessHandler,
  auth: Auth,
  requirement: Requirement,
  { returnTo = '/', canRedirect: isRedirectable, organizationPath }: AccessRequest,
): AccessDecision {
  const leadTo = (page: string): AccessDecision => ({
    outcome: 'redirect',
    location: returnTo === '/' ? page : pageUrl(page, returnTo),
  })
  if (auth.status === 'stale') {
    const { retryAfterSeconds = RETRY_AFTER_SECONDS } = auth
    const message = 'The session cannot be checked right now. Try again in a moment.'
    const headers = { 'retry-after': String(retryAfterSeconds) }
    return { outcome: 'refused', status: 503, code: 'unavailable', message, retryAfterSeconds, headers }
  }
  const refuse = (
    status: AccessRefusal['status'],
    code: AccessRefusal['code'],
    message: string,
  ): AccessRefusal => ({ outcome: 'refused', status, code, message, headers: challengeFor(auth, code) })
  if (auth.status === 'signed-out') {
    if (isRedirectable) return leadTo(handler.pages.signIn)
    return refuse(401, 'signed_out', 'Sign in to do that.')
  }
  const result = checkRequirement(auth, requirement, handler.clock.now())
  if (result === 'met') return { outcome: 'allowed', auth }
  if (result === 'no-organization') {
    if (isRedirectable && organizationPath !== undefined) return leadTo(publicPath(handler, organizationPath))
    return refuse(403, 'organization_required', 'Choose an organization first.')
  }
  if (result === 'not-fresh') {
    const location = `${pageUrl(handler.pages.signIn, returnTo)}&reauthenticate=1`
    if (isRedirectable) return { outcome: 'redirect', location }
    return refuse(403, 'reauthentication_required', 'Sign in again to do that.')
  }
  return refuse(403, 'forbidden', 'You are not allowed to do that.')
}

const REQUIRE_OPTIONS = ['returnTo', 'onMissing', 'allowImpersonation']

/**
 * Merges a guard's requirement with its options. An unknown option is an error, because it could be a criterion that the
 * developer relies on. `allowImpersonation: undefined` is met by no user.
 *
 * @param own The guard's options in addition to those of `RequireOptions`. Default: none.
 * @throws {ConfigError} `option_invalid`, naming the option.
 */
export function guardRequirement(
  requirement: Requirement,
  options: { allowImpersonation?: boolean },
  own: readonly string[] = [],
): Requirement {
  const has = [...REQUIRE_OPTIONS, ...own]
  // Callers without types may pass strings and arrays too.
  const option = Object.keys(Object(options)).find((name) => !has.includes(name))
  if (option !== undefined) {
    throw new ConfigError(
      'option_invalid',
      `A guard has no option ${option}. The options are ${has.join(', ')}.`,
      {
        option,
      },
    )
  }
  // A value that is not a requirement is passed on as is, and is met by no user.
  if (!Object.hasOwn(options, 'allowImpersonation') || Object(requirement) !== requirement) return requirement
  const { allowImpersonation } = options
  // If the two differ, the stricter one applies.
  const isRefused = requirement.allowImpersonation === false && allowImpersonation === true
  return isRefused ? requirement : { ...requirement, allowImpersonation: allowImpersonation as boolean }
}

type PageRequest = Pick<Request, 'method' | 'headers'>

const FORM_TYPES = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i

/**
 * Whether a client follows a redirect: true for navigations and plain forms, false for calls made by scripts.
 *
 * @see https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-mode-header
 */
export function canRedirect({ method, headers }: PageRequest): boolean {
  // Only scripts add this header; browsers never do.
  if (bearerToken({ headers }) !== undefined) return false
  const mode = headers.get('sec-fetch-mode')
  if (mode !== null) return mode === 'navigate'
  const accept = headers.get('accept') ?? ''
  if (accept.includes('text/html')) return true
  const isForm = method === 'POST' && FORM_TYPES.test(headers.get('content-type') ?? '')
  return isForm && !accept.includes('json')
}

/**
 * The path to return to after sign-in: the requested page, or the page that contains the form. Pages of other origins do not
 * count.
 */
export function requestedPage(
  { appOrigin }: Pick<AuthHandler, 'appOrigin'>,
  { method, headers, url }: PageRequest & { url: string },
): string {
  const isRead = method === 'GET' || method === 'HEAD'
  const page = isRead ? url : (headers.get('referer') ?? '')
  if (!URL.canParse(page)) return '/'
  const { origin, pathname, search } = new URL(page)
  return isRead || origin === appOrigin ? pathname + search : '/'
}
