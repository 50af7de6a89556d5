import type { Auth } from '../../session/auth.ts'
import { sessionPayload } from '../../session/auth.ts'
import { flowFailure } from '../failures/flow-failure.ts'
import { RouteError } from '../failures/route-error.ts'
import type { HandlerContext } from '../route/handler-context.ts'
import { requireOwn } from '../route/impersonation.ts'
import { requireSignedIn } from '../route/require-signed-in.ts'
import type { Route, RouteResult } from '../route/route.ts'

/** `GET /session`: the current session. 503 if it could not be confirmed. */
export const getSession: Route = async ({ request, session }, context) => {
  const result = sessionResult(await session(), context)
  const etag = result.headers?.etag
  const isUnchanged = etag !== undefined && request.headers.get('if-none-match') === etag
  return isUnchanged ? { ...result, status: 304 } : result
}

/** The part of the session that a page can have. */
export function sessionResult(auth: Auth, { clock }: HandlerContext): RouteResult {
  const payload = sessionPayload(auth, clock.now())
  if (payload === undefined) {
    const retryAfterSeconds = auth.status === 'stale' ? auth.retryAfterSeconds : undefined
    throw new RouteError(flowFailure('service_unavailable', { retryAfterSeconds }))
  }
  if (payload.status === 'signed-out') return { body: payload }
  const { rev, expiresAt, organizationId, refusedOrganizationId } = payload
  const place = organizationId ?? (refusedOrganizationId === null ? '' : `not ${refusedOrganizationId}`)
  const etag = `"${rev}${payload.stale ? '-stale' : ''}-${expiresAt}-${encodeURIComponent(place)}"`
  return { body: payload, headers: { etag } }
}

/** `GET /token`: the access token for calls to other origins, if the app has enabled it. */
export const getToken: Route = async (request, context) => {
  if (!context.exposeAccessToken) throw new RouteError('not_found')
  const auth = await requireSignedIn(request)
  requireOwn(auth, 'access-token', context)
  return { body: { token: auth.accessToken(), expiresAt: auth.expiresAt } }
}

/** `GET /config`: the sign-in methods of the first step. */
export const getConfig: Route = async (_request, { offer }) => ({ body: offer })
