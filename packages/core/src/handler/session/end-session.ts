import type { SetCookie } from '../../session/cookie.ts'
import type { EndedSession } from '../../session/session-manager.ts'
import type { HandlerContext } from '../route/handler-context.ts'
import type { RouteRequest } from '../route/route.ts'

/** Ends the session of a request in this app: that of its cookies, or that of its access token. */
export async function endSession(
  { isBearer, cookies, session }: RouteRequest,
  { sessions }: HandlerContext,
): Promise<{ cookies: readonly SetCookie[]; ended: EndedSession | undefined }> {
  const auth = isBearer ? await session() : undefined
  if (auth?.status !== 'signed-in') return sessions.end(cookies)
  const { sessionId, user, impersonator } = auth
  await sessions.forget(sessionId)
  return { cookies: [], ended: { sessionId, userId: user.id, isImpersonated: impersonator !== undefined } }
}
