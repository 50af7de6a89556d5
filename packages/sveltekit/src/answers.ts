import type { SignedOut } from '@latchkey/core/server'
import type { RequestEvent } from '@sveltejs/kit'
import { error, redirect } from '@sveltejs/kit'
import { getRequestEvent } from '$app/server'
import type { Unavailable } from './auth.ts'
import { findState } from './auth.ts'

/** How to answer somebody who is not let through. */
export interface RefuseOptions {
  /** Where to go after signing in. Default: the page asked for. */
  returnTo?: string
  /** `error` answers 401 also where a redirect would do. Default `redirect`. */
  onMissing?: 'redirect' | 'error'
}

/** Ends the request of somebody who is not let through, in the way that the caller can follow. */
export function refuse(
  event: RequestEvent,
  why: SignedOut | Unavailable | 'organization' | 'forbidden',
  { returnTo, onMissing = 'redirect' }: RefuseOptions = {},
): never {
  if (why === 'forbidden') error(403, 'You are not allowed to do that.')
  const mayRedirect = onMissing === 'redirect' && canFollow(event)
  if (why === 'organization') {
    const { organizationPath } = findState(event)?.options ?? {}
    if (organizationPath === undefined || !mayRedirect) error(403, 'Choose an organization first.')
    redirect(303, withReturnTo(organizationPath, returnTo ?? here(event)))
  }
  if (why.status === 'unavailable') {
    retryAfter(event, why.retryAfterSeconds ?? 5)
    error(503, 'The sign-in service cannot be reached right now. Try again in a moment.')
  }
  if (!mayRedirect) error(401, 'Sign in to do that.')
  redirectToSignIn({ event, returnTo })
}

/** The address of the sign-in page, which leads back to `returnTo`. Default: the page asked for. */
export function signInUrl(options: { returnTo?: string; event?: RequestEvent } = {}): string {
  const { event = getRequestEvent() } = options
  const signIn = findState(event)?.options.pages?.signIn ?? '/sign-in'
  return withReturnTo(signIn, options.returnTo ?? here(event))
}

/** Sends the person to the sign-in page, and back afterwards. */
export function redirectToSignIn(options: { returnTo?: string; event?: RequestEvent } = {}): never {
  redirect(303, signInUrl(options))
}

/** Where a person signs in outside the app: a provider such as `GoogleOAuth`, a connection, or an organization. */
export type ProviderTarget = ({ provider: string } | { connection: string } | { organization: string }) & {
  email?: string
  returnTo?: string
}

/** Sends the person to a provider, by way of the handler, which starts the attempt in this browser. */
export function redirectToProvider(to: ProviderTarget, event: RequestEvent = getRequestEvent()): never {
  const given = Object.entries(to).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const basePath = findState(event)?.handler.basePath ?? '/auth'
  redirect(303, `${basePath}/authorize?${new URLSearchParams(given)}`)
}

function withReturnTo(page: string, returnTo: string): string {
  return returnTo === '/' ? page : `${page}?returnTo=${encodeURIComponent(returnTo)}`
}

/** Whether a redirect reaches a person: in pages, their data and their forms; not in calls made by scripts. */
function canFollow(event: RequestEvent): boolean {
  const { request, isRemoteRequest, isDataRequest } = event
  if (isRemoteRequest) return isForm(request)
  // While a page renders, a query must not decide where it leads.
  if (isInQuery(event)) return false
  if (isDataRequest || request.headers.get('x-sveltekit-action') === 'true') return true
  return request.headers.get('accept')?.includes('text/html') ?? false
}

const FORM_TYPES =
  /^(application\/x-sveltekit-formdata|application\/x-www-form-urlencoded|multipart\/form-data)\b/i

const isForm = ({ method, headers }: Request) =>
  method === 'POST' && FORM_TYPES.test(headers.get('content-type') ?? '')

/** Kit takes `url`, `route` and `params` away inside queries, by a getter that throws. */
const isInQuery = (event: RequestEvent) => Object.getOwnPropertyDescriptor(event, 'url')?.get !== undefined

/** The page asked for. In a form it is where the form stands, without the name of its action. */
function here(event: RequestEvent): string {
  if (isInQuery(event)) return '/'
  const { pathname, searchParams } = event.url
  const query = new URLSearchParams([...searchParams].filter(([name]) => !name.startsWith('/')))
  return query.size > 0 ? `${pathname}?${query}` : pathname
}

function retryAfter(event: RequestEvent, seconds: number): void {
  try {
    event.setHeaders({ 'retry-after': String(seconds) })
  } catch {
    // Set already, or a remote function, which has no headers.
  }
}
