import { pageUrl } from '@latchkey/core'
import type {
  AccessDecision,
  AuthHandler,
  PageResult,
  ProviderTarget,
  Requirement,
  RequireOptions,
} from '@latchkey/core/server'
import {
  AccessRefusedError,
  authorizePath,
  canRedirect,
  decideRequest,
  readForm,
  systemClock,
} from '@latchkey/core/server'
import type { RequestEvent } from '@sveltejs/kit'
import { error, isHttpError, redirect } from '@sveltejs/kit'
import { getRequestEvent } from '$app/server'
import { addressOf } from './address.ts'
import { findState, getAuth, stateOf, verdictOf } from './auth.ts'
import { publicPath } from './base.ts'
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

// Without our hook, in tests and while pages are prerendered.
const WITHOUT_HOOK = { ...addressOf(), appOrigin: addressOf().origin.origin, clock: systemClock }

const handlerOf = (event: RequestEvent) => findState(event)?.handler ?? WITHOUT_HOOK

/** What a guard does with a request: core's decision, with what Kit alone knows of the request. */
export function decide(
  event: RequestEvent,
  requirement: Requirement,
  { returnTo = here(event), onMissing }: RequireOptions,
): AccessDecision {
  const { organizationPath } = findState(event)?.options ?? {}
  const isFollowed = canFollow(event)
  return decideRequest(handlerOf(event), verdictOf(getAuth(event)), requirement, event.request, {
    returnTo,
    onMissing,
    organizationPath,
    isFollowed,
  })
}

/** Ends the request of a user who does not pass. */
export function refuse(
  event: RequestEvent,
  decision: Exclude<AccessDecision, { outcome: 'allowed' }>,
): never {
  const state = findState(event)
  // What is fetched ahead for a visitor must not be what the user gets after signing in.
  if (state !== undefined) state.isPersonal = true
  if (decision.outcome === 'redirect') redirect(303, decision.location)
  const { headers, status, message } = new AccessRefusedError(decision)
  if (state !== undefined) state.refusalHeaders = headers
  try {
    event.setHeaders(headers)
  } catch {
    // Set already, or a remote function, which has no headers.
  }
  error(status, message)
}

/** The address of the sign-in page, which leads back to `returnTo`. Default: the page asked for. */
export function signInUrl(options: { returnTo?: string; event?: RequestEvent } = {}): string {
  const { event = getRequestEvent() } = options
  const { returnTo = here(event) } = options
  const { signIn } = handlerOf(event).pages
  return returnTo === '/' ? signIn : pageUrl(signIn, returnTo)
}

/** Redirects to the sign-in page, and back afterward. */
export function redirectToSignIn(options: { returnTo?: string; event?: RequestEvent } = {}): never {
  redirect(303, signInUrl(options))
}

/** Redirects to a provider through the handler, which starts the attempt in this browser. */
export function redirectToProvider(to: ProviderTarget, event: RequestEvent = getRequestEvent()): never {
  redirect(303, authorizePath(handlerOf(event), to))
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
  return canRedirect(request) || isPlainVisit(event)
}

/**
 * Monitors, previews of links and API clients ask for anything: what the route is tells them apart. What browsers call a
 * script says so, and so does an access token.
 */
function isPlainVisit(event: RequestEvent): boolean {
  const { method, headers } = event.request
  const accept = headers.get('accept') ?? '*/*'
  const auth = getAuth(event)
  return (
    (method === 'GET' || method === 'HEAD') &&
    accept.includes('*/*') &&
    !accept.includes('json') &&
    !headers.has('sec-fetch-mode') &&
    !(auth.status !== 'unavailable' && auth.isBearer) &&
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
 * go by, and the headers. `undefined` for everything else.
 */
export function refusal(event: RequestEvent, thrown: unknown): Response | undefined {
  if (!isHttpError(thrown) || event.isRemoteRequest) return undefined
  const { status, body } = thrown
  const own = Object.entries(stateOf(event).refusalHeaders ?? {})
  const headers = { 'cache-control': 'private, no-store', ...Object.fromEntries(own) }
  if (isAction(event.request))
    return Response.json({ type: 'error', status, error: body }, { status, headers })
  if (own.length === 0) return undefined
  if (event.isDataRequest || !canFollow(event)) return Response.json(body, { status, headers })
  return new Response(
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${status}</title><p>${body.message}</p></html>`,
    { status, headers: { ...headers, 'content-type': 'text/html; charset=utf-8' } },
  )
}

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
export const pathOf = (event: RequestEvent): string => publicPath(event.url.pathname, handlerOf(event)) || '/'
