import { canRedirect } from '@latchkey/core/server'
import type { RequestEvent } from '@sveltejs/kit'
import { getAuth } from './auth.ts'
import { BEGUN_BY } from './begun-by.ts'
import { isEndpoint } from './endpoints.ts'
import { isInQuery } from './requested-page.ts'

/**
 * Whether a client follows a redirect: yes for pages, their data and their forms; no for calls made by scripts, and for forms
 * that keep their input.
 */
export function canFollow(event: RequestEvent): boolean {
  const { request, isRemoteRequest, isDataRequest } = event
  if (isRemoteRequest) return isForm(request)
  // While a page renders, a query must not redirect it.
  if (isInQuery(event)) return false
  if (isAction(request)) return !event.url.searchParams.has(BEGUN_BY)
  if (isDataRequest) return true
  return canRedirect(request) || isPlainVisit(event)
}

/**
 * Monitors, link previews and API clients accept any type, so the type of the route distinguishes them. Browsers mark calls
 * made by scripts, and so does an access token.
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
    !(auth.status !== 'stale' && auth.isBearer) &&
    !isEndpoint(event.route.id)
  )
}

/** Whether Kit's `enhance` submitted the form. */
export const isAction = ({ headers }: Request) => headers.get('x-sveltekit-action') === 'true'

const FORM_TYPES =
  /^(application\/x-sveltekit-formdata|application\/x-www-form-urlencoded|multipart\/form-data)\b/i

const isForm = ({ method, headers }: Request) =>
  method === 'POST' && FORM_TYPES.test(headers.get('content-type') ?? '')
