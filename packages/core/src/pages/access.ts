import { pageUrl } from '../client/navigation.ts'
import { ConfigError } from '../errors/index.ts'
import type { AuthHandler } from '../handler/create-auth-handler.ts'
import { challengeFor } from '../handler/http/challenge.ts'
import type { Auth, SignedIn } from '../session/auth.ts'
import { bearerToken } from '../session/bearer-token.ts'
import type { Requirement } from '../session/requirement.ts'
import { checkRequirement } from '../session/requirement.ts'
import { publicPath } from './mounted-handler.ts'

/** What a guard does with a request. Adapters translate it into their framework's words. */
export type AccessDecision =
  | { outcome: 'allowed'; auth: SignedIn }
  /** To the sign-in page, or to the choice of an organization. */
  | { outcome: 'redirect'; location: string }
  | AccessRefusal

/** Why a request is refused, for those whom a redirect does not reach. */
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
  /** Beside 503: seconds until another try makes sense. */
  retryAfterSeconds?: number
  /** To be set on the response: when to try again, and what an access token lacks (`WWW-Authenticate`, RFC 6750). */
  headers?: Readonly<Record<string, string>>
}

/** How a request was made, as far as a guard has to know. */
export interface AccessRequest {
  /** The path to come back to after signing in. Default `/`. */
  returnTo?: string
  /** Whether a redirect reaches the user: see {@link canRedirect}. */
  canRedirect: boolean
  /**
   * The app's page on which an organization is chosen, with or without the path that the app is below. Without one, the
   * request is refused.
   */
  organizationPath?: string | undefined
}

/** What a decision needs to know of the app. */
export type AccessHandler = Pick<AuthHandler, 'appPath' | 'clock'> & {
  pages: Pick<AuthHandler['pages'], 'signIn'>
}

const RETRY_AFTER_SECONDS = 5

/**
 * Decides whether a request may go on. The one place that knows what follows from a session and a requirement, for
 * every adapter: signed out leads to the sign-in page and back, a sign-in too long ago to another one, a missing
 * organization to its choice, and a session whose state is unknown is never signed out.
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
 * A guard's requirement, with what its options add. An option that the guard does not have could be a criterion that its
 * writer relies on, so it is an error; `allowImpersonation` that is there and says nothing is met by nobody.
 *
 * @param own The options that the guard has besides those of `RequireOptions`. Default: none.
 * @throws {ConfigError} `option_invalid`, naming the option.
 */
export function guardRequirement(
  requirement: Requirement,
  options: { allowImpersonation?: boolean },
  own: readonly string[] = [],
): Requirement {
  const has = [...REQUIRE_OPTIONS, ...own]
  // Of text and lists too, which a caller without types may pass.
  const option = Object.keys(Object(options)).find((name) => !has.includes(name))
  if (option !== undefined) {
    throw new ConfigError('option_invalid', `A guard has no option ${option}. There are ${has.join(', ')}.`, {
      option,
    })
  }
  // What is no requirement stays what it is, and is met by nobody.
  if (!Object.hasOwn(options, 'allowImpersonation') || Object(requirement) !== requirement) return requirement
  const { allowImpersonation } = options
  // Two that differ: the stricter one holds.
  const isRefused = requirement.allowImpersonation === false && allowImpersonation === true
  return isRefused ? requirement : { ...requirement, allowImpersonation: allowImpersonation as boolean }
}

type PageRequest = Pick<Request, 'method' | 'headers'>

const FORM_TYPES = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i

/**
 * Whether a redirect reaches the user: for navigations and plain forms, not for calls made by scripts.
 *
 * @see https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-mode-header
 */
export function canRedirect({ method, headers }: PageRequest): boolean {
  // A script adds this header, and never a browser by itself.
  if (bearerToken({ headers }) !== undefined) return false
  const mode = headers.get('sec-fetch-mode')
  if (mode !== null) return mode === 'navigate'
  const accept = headers.get('accept') ?? ''
  if (accept.includes('text/html')) return true
  const isForm = method === 'POST' && FORM_TYPES.test(headers.get('content-type') ?? '')
  return isForm && !accept.includes('json')
}

/**
 * The path that a user comes back to after signing in: the page that was asked for, or the one on which the form
 * stands. Pages of other origins do not count.
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
