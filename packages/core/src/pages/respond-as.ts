import type { AuthHandler } from '../handler/create-auth-handler.ts'
import { personalResponse } from '../handler/http/personal-response.ts'
import type { ResolvableRequest } from '../handler/options/requested-organization.ts'
import type { Auth } from '../session/auth.ts'
import type { Requirement } from '../session/requirement.ts'
import { allCookies, type PendingCookies } from '../session/resolved.ts'
import type { AccessDecision } from './access.ts'
import { AccessRefusedError, decideRequest, type GuardOptions } from './guard.ts'

/** What a middleware determined about a request, for the code that runs inside it. */
export interface RequestAuth {
  handler: AuthHandler
  auth: Auth
  /** The path of the app's page where the user selects an organization. */
  organizationPath: string | undefined
  /** Whether the response is for this user only and must not be cached. Set it for pages with a flow. */
  isPersonal: boolean
  /** Cookies from the page's own handler requests, such as for the flow that it shows. They are added to the response. */
  cookies: PendingCookies[]
  /** The headers of a guard's refusal, for frameworks that lose them. */
  refusalHeaders?: Readonly<Record<string, string>>
}

/**
 * Resolves the session of a request, runs the rest of the framework, and adds the session's cookies and cache headers to the
 * response. The session is refreshed only here.
 *
 * @param request Its `url` must be absolute and below the app's origin.
 * @param run Resolves with the response. Use the returned response: if its headers are immutable, it is a copy.
 */
export async function respondAs(
  handler: AuthHandler,
  request: ResolvableRequest,
  organizationPath: string | undefined,
  run: (found: RequestAuth) => Promise<Response>,
): Promise<Response> {
  const resolved = await handler.resolve(request)
  const { auth } = resolved
  const found: RequestAuth = {
    handler,
    auth,
    organizationPath,
    isPersonal: auth.status !== 'signed-out' || resolved.hasCookies,
    cookies: [resolved.cookies],
  }
  const response = await run(found)
  if (!found.isPersonal) return response
  const personal = personalResponse(response, await allCookies(found.cookies)())
  personal.headers.append('vary', 'Cookie')
  if (personal.status === 503)
    for (const [name, value] of Object.entries(found.refusalHeaders ?? {})) personal.headers.set(name, value)
  return personal
}

/**
 * Decides what a guard inside {@link respondAs} does with a request: `decideRequest`, with what the middleware
 * determined.
 */
export function decideFor(
  found: RequestAuth,
  requirement: Requirement,
  request: Pick<Request, 'method' | 'headers' | 'url'>,
  options: Omit<GuardOptions, 'organizationPath'> = {},
): AccessDecision {
  const { handler, auth, organizationPath } = found
  const decision = decideRequest(handler, auth, requirement, request, { ...options, organizationPath })
  // A prefetched response for a visitor must not be reused after sign-in.
  if (decision.outcome !== 'allowed') found.isPersonal = true
  if (decision.outcome === 'refused') found.refusalHeaders = new AccessRefusedError(decision).headers
  return decision
}
