import { pageUrl } from '@latchkey/core'
import type { AuthHandler, PageAnswer, ProviderTarget, SignedOut, Verdict } from '@latchkey/core/server'
import { authorizePath, readForm } from '@latchkey/core/server'
import type { RequestEvent } from '@sveltejs/kit'
import { error, redirect } from '@sveltejs/kit'
import { getRequestEvent } from '$app/server'
import type { Unavailable } from './auth.ts'
import { findState, setCookies, stateOf } from './auth.ts'

/**
 * Asks core what a page shows or does, in this request's name, and keeps the cookies of its answer.
 * Redirects and errors end the request, as they do in Kit; what is left is to be shown.
 */
export async function ask<Answer extends PageAnswer>(
  event: RequestEvent,
  question: (handler: AuthHandler, request: Request) => Promise<Answer>,
): Promise<ToShow<Answer>> {
  const answer: PageAnswer = await question(stateOf(event).handler, event.request)
  setCookies(event, answer.cookies)
  if (answer.outcome === 'redirect') leave(answer.location)
  if (answer.outcome === 'signed-out') redirectToSignIn({ event })
  if (answer.outcome === 'failed') error(answer.status, answer.error.message)
  return answer as ToShow<Answer>
}

type ToShow<Answer> = Extract<Answer, { outcome: 'shown' | 'refused' }>

/** Goes to another page. Core has checked where: a path, or an address of an origin it allows. */
function leave(location: string): never {
  if (location.startsWith('/')) redirect(303, location)
  redirect(303, location, { external: [new URL(location).origin] })
}

/** The text fields of a posted form. A body that is none is refused with 400. */
export const readFields = async (request: Request): Promise<Record<string, string>> =>
  (await readForm(request)) ?? error(400, 'The form cannot be read.')

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
  why: SignedOut | Unavailable | Exclude<Verdict, 'met'>,
  { returnTo, onMissing = 'redirect' }: RefuseOptions = {},
): never {
  if (why === 'forbidden') error(403, 'You are not allowed to do that.')
  const mayRedirect = onMissing === 'redirect' && canFollow(event)
  if (why === 'no-organization') {
    const { organizationPath } = findState(event)?.options ?? {}
    if (organizationPath === undefined || !mayRedirect) error(403, 'Choose an organization first.')
    redirect(303, withReturnTo(organizationPath, returnTo ?? here(event)))
  }
  if (why === 'not-fresh') {
    if (!mayRedirect) error(403, 'Sign in again to do that.')
    redirect(303, `${pageUrl(signInPage(event), returnTo ?? here(event))}&reauthenticate=1`)
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
  return withReturnTo(signInPage(event), options.returnTo ?? here(event))
}

const signInPage = (event: RequestEvent) => findState(event)?.options.pages?.signIn ?? '/sign-in'

/** Sends the person to the sign-in page, and back afterwards. */
export function redirectToSignIn(options: { returnTo?: string; event?: RequestEvent } = {}): never {
  redirect(303, signInUrl(options))
}

/** Sends the person to a provider, by way of the handler, which starts the attempt in this browser. */
export function redirectToProvider(to: ProviderTarget, event: RequestEvent = getRequestEvent()): never {
  redirect(303, authorizePath(findState(event)?.handler ?? { basePath: '/auth' }, to))
}

const withReturnTo = (page: string, returnTo: string): string =>
  returnTo === '/' ? page : pageUrl(page, returnTo)

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
