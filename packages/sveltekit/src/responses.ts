import { pageUrl } from '@latchkey/core'
import type {
  AuthHandler,
  PageResult,
  ProviderTarget,
  RequirementResult,
  SignedOut,
} from '@latchkey/core/server'
import { authorizePath, readForm } from '@latchkey/core/server'
import type { RequestEvent } from '@sveltejs/kit'
import { error, isHttpError, redirect } from '@sveltejs/kit'
import { getRequestEvent } from '$app/server'
import type { Unavailable } from './auth.ts'
import { findState, getAuth, stateOf } from './auth.ts'
import { appBase, publicPath } from './base.ts'
import { BEGUN_BY, begunByAnother } from './begun-by.ts'
import { isEndpoint } from './endpoints.ts'

/**
 * Asks core what a page shows or does for this request, and sets the cookies of the result.
 * Redirects and errors end the request, as they do in Kit; what is left is to be shown.
 */
export async function callPage<Result extends PageResult>(
  event: RequestEvent,
  question: (handler: AuthHandler, request: Request) => Promise<Result>,
): Promise<ToShow<Result>> {
  const state = stateOf(event)
  state.isPersonal = true
  const result: PageResult = await question(state.handler, event.request)
  state.cookies.push(result.cookies)
  if (result.outcome === 'redirect') redirectTo(result.location)
  if (result.outcome === 'signed-out') redirectToSignIn({ event })
  if (result.outcome === 'failed') error(result.status, result.error.message)
  return result as ToShow<Result>
}

type ToShow<Result> = Extract<Result, { outcome: 'shown' | 'refused' }>

/** Goes to another page. Core has checked where: a path, or an address of an origin it allows. */
function redirectTo(location: string): never {
  if (location.startsWith('/')) redirect(303, location)
  redirect(303, location, { external: [new URL(location).origin] })
}

/** The text fields of a posted form. A body that is none is refused with 400. */
export const readFields = async (request: Request): Promise<Record<string, string>> =>
  (await readForm(request)) ?? error(400, 'The form cannot be read.')

/** How a guard responds to a user who does not pass. */
export interface RefuseOptions {
  /** Where to go after signing in. Default: the page asked for. */
  returnTo?: string
  /** `error` responds with 401 where a redirect is the default. Default `redirect`. */
  onMissing?: 'redirect' | 'error'
}

/** Ends the request of a user who does not pass, in a way that the caller understands. */
export function refuse(
  event: RequestEvent,
  why: SignedOut | Unavailable | Exclude<RequirementResult, 'met'>,
  { returnTo, onMissing = 'redirect' }: RefuseOptions = {},
): never {
  if (why === 'forbidden') error(403, 'You are not allowed to do that.')
  const mayRedirect = onMissing === 'redirect' && canFollow(event)
  if (why === 'no-organization') {
    const { organizationPath } = findState(event)?.options ?? {}
    if (organizationPath === undefined || !mayRedirect) error(403, 'Choose an organization first.')
    redirect(303, withReturnTo(inApp(event, organizationPath), returnTo ?? here(event)))
  }
  if (why === 'not-fresh') {
    if (!mayRedirect) error(403, 'Sign in again to do that.')
    redirect(303, `${pageUrl(signInPage(event), returnTo ?? here(event))}&reauthenticate=1`)
  }
  if (why.status === 'unavailable') {
    retryAfter(event, secondsOf(why))
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

const signInPage = (event: RequestEvent) => findState(event)?.handler.pages.signIn ?? `${appBase}/sign-in`

/** Redirects to the sign-in page, and back afterward. */
export function redirectToSignIn(options: { returnTo?: string; event?: RequestEvent } = {}): never {
  redirect(303, signInUrl(options))
}

/** Redirects to a provider through the handler, which starts the attempt in this browser. */
export function redirectToProvider(to: ProviderTarget, event: RequestEvent = getRequestEvent()): never {
  redirect(303, authorizePath(findState(event)?.handler ?? { basePath: `${appBase}/auth` }, to))
}

const withReturnTo = (page: string, returnTo: string): string =>
  returnTo === '/' ? page : pageUrl(page, returnTo)

/** A path that is written as the app's own router knows it, or with the app's path in front already. */
function inApp(event: RequestEvent, path: string): string {
  const { appPath = appBase } = findState(event)?.handler ?? {}
  return path === appPath || path.startsWith(`${appPath}/`) ? path : appPath + path
}

/**
 * Whether a redirect leads a user on: in pages, their data and their forms; not in calls made by scripts, nor in forms
 * that keep what was entered.
 */
function canFollow(event: RequestEvent): boolean {
  const { request, isRemoteRequest, isDataRequest } = event
  if (isRemoteRequest) return isForm(request)
  // While a page renders, a query must not decide where it leads.
  if (isInQuery(event)) return false
  if (isAction(request)) return !event.url.searchParams.has(BEGUN_BY)
  if (isDataRequest) return true
  const accept = request.headers.get('accept') ?? '*/*'
  if (accept.includes('text/html')) return true
  // Monitors, previews of links and API clients ask for anything: what the route is tells them apart. What browsers
  // call a script says so.
  const isPlainVisit = request.method === 'GET' || request.method === 'HEAD'
  return (
    isPlainVisit &&
    accept.includes('*/*') &&
    !accept.includes('json') &&
    !request.headers.has('sec-fetch-mode') &&
    !isEndpoint(event.route.id)
  )
}

/** Whether Kit's `enhance` sent the form. */
const isAction = ({ headers }: Request) => headers.get('x-sveltekit-action') === 'true'

/**
 * A form that was begun on one user's page is not taken from another, who signed in in another tab since.
 *
 * @throws 409.
 */
export function demandSameUser(event: RequestEvent): void {
  if (event.request.method !== 'POST') return
  const begunBy = new URL(event.request.url).searchParams.get(BEGUN_BY)
  const auth = getAuth(event)
  if (!begunBy || auth.status !== 'signed-in' || auth.user.id === begunBy) return
  error(409, begunByAnother(auth.user.email))
}

/**
 * The response to what a guard throws in `handle`, where Kit would lose a part of it: the type that forms sent by script
 * go by, and `Retry-After`. `undefined` for everything else.
 */
export function refusal(event: RequestEvent, thrown: unknown): Response | undefined {
  if (!isHttpError(thrown)) return undefined
  const { status, body } = thrown
  const auth = getAuth(event)
  const wait = auth.status === 'unavailable' ? secondsOf(auth) : undefined
  const headers = {
    'cache-control': 'private, no-store',
    ...(wait !== undefined && { 'retry-after': `${wait}` }),
  }
  if (event.isRemoteRequest) return undefined
  if (isAction(event.request))
    return Response.json({ type: 'error', status, error: body }, { status, headers })
  if (wait === undefined) return undefined
  if (event.isDataRequest || !canFollow(event)) return Response.json(body, { status, headers })
  return new Response(
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${status}</title><p>${body.message}</p></html>`,
    { status, headers: { ...headers, 'content-type': 'text/html; charset=utf-8' } },
  )
}

const secondsOf = ({ retryAfterSeconds = 5 }: Unavailable): number => retryAfterSeconds

const FORM_TYPES =
  /^(application\/x-sveltekit-formdata|application\/x-www-form-urlencoded|multipart\/form-data)\b/i

const isForm = ({ method, headers }: Request) =>
  method === 'POST' && FORM_TYPES.test(headers.get('content-type') ?? '')

/** Kit takes `url`, `route` and `params` away inside queries, by a getter that throws. */
const isInQuery = (event: RequestEvent) => Object.getOwnPropertyDescriptor(event, 'url')?.get !== undefined

/** The page asked for, as browsers know it. In a form it is where the form stands, without the name of its action. */
export function here(event: RequestEvent): string {
  if (isInQuery(event)) return '/'
  const query = new URLSearchParams(
    [...event.url.searchParams].filter(([name]) => !name.startsWith('/') && name !== BEGUN_BY),
  )
  return query.size > 0 ? `${pathOf(event)}?${query}` : pathOf(event)
}

/** The path of the page asked for, as browsers know it. */
export const pathOf = (event: RequestEvent): string =>
  publicPath(event.url.pathname, findState(event)?.handler ?? { appPath: appBase }) || '/'

function retryAfter(event: RequestEvent, seconds: number): void {
  try {
    event.setHeaders({ 'retry-after': String(seconds) })
  } catch {
    // Set already, or a remote function, which has no headers.
  }
}
